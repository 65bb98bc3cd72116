import type { DoctorFinding } from '../../shared/doctor.ts';
import type { ShellFacts } from './doctor.types.ts';
import { finding, showable } from './finding.ts';

/** So many videos are named; the others are counted. */
const MOST_NAMES = 5;

/** What is in use of the graphics, in Chromium's own words, and which videos are decoded in hardware. Nothing where nobody was asked. */
export function graphicsFindings({ graphicsFacts, videos = [] }: ShellFacts): readonly DoctorFinding[] {
  const findings: DoctorFinding[] = [];
  if (graphicsFacts !== null && graphicsFacts !== undefined) {
    const word = (fact: string | null): string => showable(fact ?? '–');
    const params = {
      renderer: word(graphicsFacts.renderer),
      compositing: word(graphicsFacts.compositing),
      rasterization: word(graphicsFacts.rasterization),
      videoDecoding: word(graphicsFacts.videoDecoding),
    };
    const { renderer, compositing, rasterization, videoDecoding } = params;
    const message = `Chromium draws with ${renderer}; compositing: ${compositing}, rasterization: ${rasterization}, video decoding: ${videoDecoding}.`;
    findings.push(finding('shell', 'good', 'shell-graphics', { message, params }));
  }
  for (const isHardware of [true, false]) {
    const decoded = videos.filter(({ decoder }) => decoder.isHardware === isHardware);
    if (decoded.length === 0) continue;
    const names = decoded
      .slice(0, MOST_NAMES)
      .map(({ fileName, decoder }) => `${fileName} (${decoder.name})`);
    const files = showable(names.join(', '));
    const params = { count: decoded.length, files };
    const where = isHardware ? 'in hardware' : 'by the processor';
    const message = `Videos decoded ${where}: ${decoded.length}, such as ${files}.`;
    const code = isHardware ? 'shell-videos-hardware' : 'shell-videos-software';
    findings.push(finding('shell', 'good', code, { message, params }));
  }
  return findings;
}
