/** Expects that a service sends the whole page: the HTML, and each file that the HTML names. */
export async function expectWholePage(url: string): Promise<void> {
  const html = await (await fetch(url, { headers: { Accept: 'text/html' } })).text();
  const files = [...html.matchAll(/(?:href|src)="(-\/ui\/[^"]+)"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const file of files) expect([file, (await fetch(`${url}/${file}`)).status]).toEqual([file, 200]);
}
