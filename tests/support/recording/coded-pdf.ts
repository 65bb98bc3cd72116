import { BAND_UNTIL, BLOCKS_UNTIL, blocksOf, bodyColour, GREY, type PictureCode } from './picture-code.ts';

/** A PDF whose pages are coded pictures, one frame number each, with so many small rectangles below the code. */
export function codedPdf(item: number, pages: number, width: number, height: number, detail = 0): Buffer {
  const pageIds = Array.from({ length: pages }, (_, index) => 3 + index * 2);
  const kids = pageIds.map((id) => `${id} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    ...pageIds.flatMap((id, frame) => {
      const drawing = `${drawPicture({ item, frame }, width, height)}\n${drawDetail(detail, width, height)}`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${id + 1} 0 R >>`,
        `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
      ];
    }),
  ];
  return assemble(objects);
}

/** Rectangles from the bottom left, as PDF counts; a hair too wide, so that no edge is smoothed. */
function drawPicture(code: PictureCode, width: number, height: number): string {
  const blocks = blocksOf(code);
  const blockWidth = width / blocks.length;
  const rectangle = (colour: readonly number[], x: number, y: number, w: number, h: number): string =>
    `${colour.map((value) => (value / 255).toFixed(4)).join(' ')} rg ${x} ${y} ${w} ${h} re f`;
  return [
    rectangle(bodyColour(code.item), 0, 0, width, height),
    rectangle([GREY, GREY, GREY], 0, height * (1 - BAND_UNTIL), width, height * BAND_UNTIL),
    ...blocks.map((isWhite, index) =>
      rectangle(
        isWhite ? [255, 255, 255] : [0, 0, 0],
        index * blockWidth,
        height * (1 - BLOCKS_UNTIL),
        blockWidth,
        height * BLOCKS_UNTIL,
      ),
    ),
  ].join('\n');
}

/** A field of squares, each in a colour of its own. */
function drawDetail(count: number, width: number, height: number): string {
  const columns = Math.ceil(Math.sqrt(count));
  const [wide, high] = [width / columns, (height * (1 - BAND_UNTIL)) / columns];
  return Array.from({ length: count }, (_, at) => {
    const shade = ((at % 17) / 16).toFixed(2);
    const [x, y] = [(at % columns) * wide, Math.floor(at / columns) * high];
    return `${shade} 0.5 0.5 rg ${x.toFixed(1)} ${y.toFixed(1)} ${(wide / 2).toFixed(1)} ${(high / 2).toFixed(1)} re f`;
  }).join('\n');
}

/** Numbers the objects from 1 and writes the table of where they lie. */
function assemble(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const tableAt = text.length;
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  text += `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${tableAt}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
