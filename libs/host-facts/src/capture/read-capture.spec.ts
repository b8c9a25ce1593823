import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { UnreadableImport } from '../import/import-reader';
import { readCapture } from './read-capture';

const RECORD = '# by hand\nP: /devices/system/node/node0\nE: SUBSYSTEM=node\nA: cpulist=0-3\\n\n';

/** An archive with the host below a folder, as captures have it. */
async function archive(): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'capture/sys/devices/system/node/node0/cpulist' }, '0-3\n');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('a host in one file', () => {
  it.each([
    ['a record', () => Promise.resolve(Buffer.from(RECORD))],
    ['a packed record', () => Promise.resolve(gzipSync(RECORD))],
    ['an archive', archive],
    ['a packed archive', async () => gzipSync(await archive())],
  ])('is known by its bytes: %s', async (_what, bytes) => {
    const { tree } = await readCapture(await bytes());

    expect(tree.read('/sys/devices/system/node/node0/cpulist')).toBe('0-3\n');
  });

  it.each(['', 'no host', 'P:'])('is refused where it is neither (%j)', async (text) => {
    const reading = readCapture(Buffer.from(text)).then(({ tree }) => {
      if (tree.list('/sys').length === 0) throw new UnreadableImport('import.not_this_format', 'nothing');
    });

    await expect(reading).rejects.toThrow(UnreadableImport);
  });
});
