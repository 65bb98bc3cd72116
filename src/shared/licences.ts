import { z } from 'zod';

/** What is shipped and was written by others, as the build lists it in `licences.json` beside the page. */
export const shippedLicencesSchema = z.array(
  z.object({
    name: z.string(),
    /** Empty for what has none. */
    version: z.string(),
    /** The licence's short name, by SPDX. */
    licence: z.string(),
    text: z.string(),
  }),
);

export type ShippedLicence = z.infer<typeof shippedLicencesSchema>[number];
