import path from 'node:path';
import { IMPORT_READERS } from '@iopath/host-facts';
import { ReadingThreads } from './reading-threads';

const NODE = '<node id="core" class="bus"><description>Motherboard</description></node>';

const REGISTER = path.resolve(__dirname, '../../../../scripts/register-typescript.cjs');
const EVERYTHING = { smallBytes: 0, execArgv: ['-r', REGISTER] };

describe('reading on threads', () => {
  const threads = new ReadingThreads(EVERYTHING);
  afterAll(() => threads.close());
  const readerOf = (format: string, readers = threads.readers) => readers.find((one) => one.format === format);

  it('knows every format', () => {
    expect(threads.readers.map(({ format }) => format)).toEqual(IMPORT_READERS.map(({ format }) => format));
  });

  it('tells what a reader tells where it is called', async () => {
    const bytes = Buffer.from(`<?xml version="1.0"?><list>${NODE}</list>`);

    expect(await readerOf('lshw')?.read(bytes)).toEqual(await readerOf('lshw', IMPORT_READERS)?.read(bytes));
  });

  it('refuses with the code and the place that the reader names', async () => {
    const reading = Promise.resolve(readerOf('libvirt')?.read(Buffer.from('<capabilities><host>')));

    await expect(reading).rejects.toMatchObject({ code: 'import.malformed', where: 'line 1' });
  });

  it('ends what takes too long, and reads on', async () => {
    const hasty = new ReadingThreads({ ...EVERYTHING, timeLimitMs: 1 });
    const reading = Promise.resolve(readerOf('lshw', hasty.readers)?.read(Buffer.from(NODE)));

    await expect(reading).rejects.toMatchObject({ code: 'import.too_large' });
    await hasty.close();
  });
});
