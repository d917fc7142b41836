import { join } from 'node:path';
import { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import { useApis } from '../support/api.js';
import { json } from '../support/content.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const open = useApis();

test('of 64 clients with one revision exactly one changes the file, every time', async () => {
  const log = { info: () => undefined, warn: () => undefined };
  const store = new FileSdTargetGroupStore(join(home(), 'file_sd'), log);
  const api = await open({ store });
  await api.send('PUT', '/shop/prod', json({ targets: ['a:1'] }));
  for (let round = 1; round <= 15; round += 1) {
    const { etag = '' } = (await api.send('GET', '/shop/prod')).headers;
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => {
        const content = json({ targets: [`r${String(round)}:${String(index + 1)}`] });
        return api.send('PUT', '/shop/prod', { ...content, headers: { ...content.headers, 'If-Match': etag } });
      }),
    );
    const { text, headers } = await api.send('GET', '/shop/prod');
    expect(answers.filter(({ status }) => status === 200).map((answer) => answer.text)).toEqual([text]);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(63);
    expect(new Set(answers.map((answer) => answer.headers['etag']))).toEqual(new Set([headers['etag']]));
  }
  await store.close();
});
