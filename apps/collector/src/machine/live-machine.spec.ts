import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryTree } from '@iopath/host-facts';
import { LiveMachine } from './live-machine';

const machine = () => new LiveMachine(new MemoryTree(), new Set());
const script = (text: string) => machine().run(process.execPath, ['-e', text]);

describe('running a program', () => {
  it('gives what it wrote, in the C locale', async () => {
    const outcome = await script('process.stdout.write(process.env.LC_ALL); process.stderr.write("aside")');

    expect(outcome).toEqual({ kind: 'ended', status: 0, stdout: 'C', stderr: 'aside' });
  });

  it('gives what it wrote when it failed', async () => {
    const outcome = await script('process.stderr.write("Operation not permitted"); process.exitCode = 3');

    expect(outcome).toEqual({ kind: 'ended', status: 3, stdout: '', stderr: 'Operation not permitted' });
  });

  it('hands no shell what it is given', async () => {
    const args = ['-e', 'process.stdout.write(process.argv[1])', '--', '$(id); `id`'];

    expect(await machine().run(process.execPath, args)).toMatchObject({ stdout: '$(id); `id`' });
  });

  it('hands on nothing of the environment, which may have secrets', async () => {
    process.env['OS_TOKEN'] = 'gAAAAAsecret';
    try {
      expect(await script('process.stdout.write(String(process.env.OS_TOKEN))')).toMatchObject({ stdout: 'undefined' });
    } finally {
      delete process.env['OS_TOKEN'];
    }
  });

  it('says that there is none', async () => {
    expect(await machine().run('no-such-program-of-ours', [])).toEqual({ kind: 'missing' });
  });
});

describe('opening a node', () => {
  it('tells one that opens from one that is not there, and opens none twice', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nodes-'));
    const node = path.join(folder, 'vhost-net');
    writeFileSync(node, '');
    const opened = new Set<string>();

    expect(new LiveMachine(new MemoryTree(), opened).openDevice(node)).toBe('opens');
    expect(opened.size).toBe(1);
    expect(new LiveMachine(new MemoryTree(), opened).openDevice(node)).toBe('opens');
    expect(opened.size).toBe(1);

    rmSync(folder, { recursive: true });
    expect(machine().openDevice(node)).toBe('absent');
  });
});
