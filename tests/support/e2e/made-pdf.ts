/** A PDF of one colour a page, with whatever else its catalogue, its trailer and each of its pages shall say. */
export interface PdfPlan {
  /** Fills as PDF writes them, for example `1 0 0` for red. */
  readonly pages: readonly string[];
  /** Of each page, in points. */
  readonly size: readonly [width: number, height: number];
  readonly catalogue?: string;
  readonly page?: string;
  readonly trailer?: string;
}

/** Writes it by hand (ISO 32000-1, 7.5), so that it may say what no tool would write. */
export function makePdf({ pages, size, catalogue = '', page = '', trailer = '' }: PdfPlan): Buffer {
  const [width, height] = size;
  const pageNumber = (index: number): number => 3 + index * 2;
  const objects = [
    `<</Type/Catalog/Pages 2 0 R ${catalogue}>>`,
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, index) => `${pageNumber(index)} 0 R`).join(' ')}]>>`,
    ...pages.flatMap((fill, index) => {
      const drawing = `${fill} rg 0 0 ${width} ${height} re f`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${pageNumber(index) + 1} 0 R ${page}>>`,
        `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  text += `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<</Size ${count}/Root 1 0 R ${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
