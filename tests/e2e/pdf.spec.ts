import { startElsewhere } from '../support/e2e/elsewhere.ts';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { makePdf } from '../support/e2e/made-pdf.ts';

const CUT = { DIGIPLAYER_TRANSITION: 'cut' };
/** The shape of the panel. */
const WIDE = [640, 360] as const;

test('a PDF shows its pages one after the other; what it wants to do beside that it may not', async ({
  server,
  startScreen,
}) => {
  const elsewhere = await startElsewhere();
  const { origin, asked } = elsewhere;
  try {
    const script = `app.launchURL("${origin}/script", true); this.submitForm("${origin}/form");`;
    const action = (next: string): string => `<</S/URI/URI(${origin}/uri)/Next ${next}>>`;
    const link = `<</Type/Annot/Subtype/Link/Rect[0 0 640 360]/Border[0 0 0]/A ${action('null')}>>`;
    const hostile = makePdf({
      pages: ['1 0 0', '0 1 0'],
      size: WIDE,
      catalogue: `/OpenAction ${action(`<</S/JavaScript/JS(${script.replaceAll(/[()]/g, String.raw`\$&`)})>>`)}`,
      page: `/Annots[${link}]/AA<</O ${action('null')}>>`,
    });
    server.addUpload('hostile.pdf', hostile);
    server.setPlaylist(HOSTNAME, [server.itemFor('hostile.pdf', { duration: 6 })]);
    const { page } = await startScreen({ ...provisioned(server), ...CUT });
    const address = page.url();
    for (const colour of ['red', 'green', 'red'] as const) await expectFill(page, colour);
    await page.mouse.click(300, 300);
    await expectFill(page, 'green');
    expect(page.url()).toBe(address);
    expect(page.context().pages()).toHaveLength(1);
    expect(asked).toEqual([]);
  } finally {
    elsewhere.stop();
  }
});

test('a page as large as a house is drawn no larger than the panel; a locked PDF is skipped and reported', async ({
  server,
  startScreen,
}) => {
  server.addUpload('huge.pdf', makePdf({ pages: ['0 0 1'], size: [14_400, 8_100], page: '/UserUnit 1000' }));
  const nothing = `<${'5a'.repeat(32)}>`;
  server.addUpload(
    'locked.pdf',
    makePdf({
      pages: ['1 0 1'],
      size: WIDE,
      trailer: `/ID[${nothing}${nothing}]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O ${nothing}/U ${nothing}>>`,
    }),
  );
  server.setPlaylist(HOSTNAME, [
    server.itemFor('locked.pdf', { duration: 3 }),
    server.itemFor('huge.pdf', { duration: 3 }),
    server.itemFor('red.jpg', { duration: 3 }),
  ]);
  const { page } = await startScreen({ ...provisioned(server), ...CUT });
  await expectFill(page, 'blue');
  const size = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=stage] canvas');
    return [canvas?.width, canvas?.height];
  });
  expect(size).toEqual([1280, 720]);
  await expectFill(page, 'red');
  const failed = await server.waitForFeedback(({ body }) => body['event'] === 'item-failed', 20_000);
  expect(failed.body['error_details']).toBe(
    'The PDF locked.pdf cannot be shown: it is protected by a password',
  );
});
