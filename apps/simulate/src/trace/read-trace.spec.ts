import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readTrace } from './read-trace';
import type { TraceVm } from './trace-vm';

const AZURE = 'vm_id,arrival_s,vcpus,memory_gb,tenant_batch,duration_min_s,duration_max_s,censored';
const OPENB = 'name,cpu_milli,memory_mib,num_gpu,creation_time,deletion_time';

describe('a trace', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'traces-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function read(lines: readonly string[], name = 'trace.csv', limit = Infinity): Promise<readonly TraceVm[]> {
    const file = path.join(folder, name);
    const text = lines.join('\n') + '\n';
    writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
    const vms: TraceVm[] = [];
    for await (const vm of readTrace(file, limit)) vms.push(vm);
    return vms;
  }

  it('of Azure has lifetimes in bounds, of which the middle counts, and VMs that outlive it', async () => {
    expect(await read([AZURE, '7,600,2,3.5,0,300,600,0', '8,900,1,0.75,0,600,600,1'])).toEqual([
      { id: '7', arrivalS: 600, departureS: 1050, vcpus: 2, memoryMib: 3584 },
      { id: '8', arrivalS: 900, departureS: null, vcpus: 1, memoryMib: 768 },
    ]);
  });

  it('of openb has parts of CPUs, which are rounded up, and pods without memory', async () => {
    expect(await read([OPENB, 'pod-1,3152,4096,0,0,50', 'pod-2,100,0,1,9,'])).toEqual([
      { id: 'pod-1', arrivalS: 0, departureS: 50, vcpus: 4, memoryMib: 4096 },
      { id: 'pod-2', arrivalS: 9, departureS: null, vcpus: 1, memoryMib: 512 },
    ]);
  });

  it('may be packed, and cut short', async () => {
    const rows = ['1,0,1,1,0,1,1,0', '2,0,1,1,0,1,1,0', 'broken'];

    expect(await read([AZURE, ...rows], 'trace.csv.gz', 2)).toHaveLength(2);
  });

  it.each([
    ['a number that is none', [AZURE, '1,0,1,1,0,1,1,0', '2,soon,1,1,0,1,1,0'], 'line 3: arrival_s is "soon"'],
    ['a VM without CPUs', [AZURE, '1,0,0,1,0,1,1,0'], 'line 2: vcpus is "0" and has to be a number from 1 up'],
    ['a row that is too short', [AZURE, '1,0,1'], 'line 2'],
    ['VMs out of order', [AZURE, '1,9,1,1,0,1,1,0', '2,8,1,1,0,1,1,0'], 'line 3: it arrives before the line above it'],
    ['other columns', ['a,b', '1,2'], 'line 1: the columns have to be vm_id,arrival_s'],
    ['no VM', [AZURE], 'there is no VM in it'],
  ])('with %s is refused, and says where', async (_case, lines, message) => {
    await expect(read(lines)).rejects.toThrow(message);
  });

  it('that is not there is refused', async () => {
    const missing = readTrace(path.join(folder, 'missing.csv'), 1);

    await expect(missing.next()).rejects.toThrow(/missing\.csv.*no such file/);
  });

  it('that is no gzip is refused', async () => {
    writeFileSync(path.join(folder, 'odd.csv.gz'), AZURE);

    await expect(readTrace(path.join(folder, 'odd.csv.gz'), 1).next()).rejects.toThrow(
      /odd\.csv\.gz: incorrect header/,
    );
  });
});
