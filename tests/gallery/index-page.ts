/** One picture of the gallery. */
export interface Picture {
  readonly file: string;
  readonly panel: string;
  readonly title: string;
  readonly findings: readonly string[];
}

/** What an earlier run drew and this one did not, then what this one drew, in the order of the states. */
export function joinPictures(
  before: readonly Picture[],
  drawn: readonly Picture[],
  titles: readonly string[],
): readonly Picture[] {
  const anew = new Set(drawn.map(({ file }) => file));
  const kept = before.filter(({ file, title }) => !anew.has(file) && titles.includes(title));
  return [...kept, ...drawn].sort((one, other) => titles.indexOf(one.title) - titles.indexOf(other.title));
}

/** The page that shows all pictures, by state. */
export function indexPage(pictures: readonly Picture[]): string {
  const titles = [...new Set(pictures.map(({ title }) => title))];
  const sections = titles.map((title) => {
    const figures = pictures.filter((picture) => picture.title === title).map(figure);
    return `<section><h2>${escaped(title)}</h2><div class="row">${figures.join('')}</div></section>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>DigiPlayer: every state of every screen</title>
<style>
  body { margin: 2rem; background: #dfe4e2; color: #0b1012; font: 16px/1.5 system-ui, sans-serif; }
  .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
  figure { margin: 0; } img { display: block; height: 18rem; border-radius: .4rem; box-shadow: 0 2px 12px #0005; }
  figcaption { font-size: .85rem; } li { color: #a01c00; }
</style>
<h1>Every state of every screen</h1>
${sections.join('\n')}
</html>
`;
}

function figure({ file, panel, title, findings }: Picture): string {
  const found = findings.map((finding) => `<li>${escaped(finding)}</li>`).join('');
  return `<figure><a href="${file}"><img src="${file}" alt="${escaped(title)}, ${panel}" loading="lazy"></a>
<figcaption>${panel}</figcaption><ul>${found}</ul></figure>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
