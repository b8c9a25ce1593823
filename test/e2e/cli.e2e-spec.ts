import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '@iopath/config';
import { type Cloud, openCloud } from '@iopath/openstack';
import { FAKE_USER, FakeOpenStack } from '@iopath/testing';
import { Policy } from '@iopath/usecases';
import { parse } from 'yaml';
import { KeystoneAccess } from '../../apps/api/src/access/api-access';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { CliProgram, type CliResult } from '../support/cli-program';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const REQUEST = 'examples/requests/latency-critical.json';
const IMPOSSIBLE = 'examples/requests/fits-nowhere.json';

let advisor: TestAdvisor;
let program: CliProgram;

beforeAll(async () => {
  advisor = await startAdvisor();
  const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
  program = CliProgram.build({ IOPATH_ENDPOINT: advisor.url });
});

afterAll(async () => {
  program.remove();
  await advisor.close();
});

function iopath(...args: readonly string[]): Promise<CliResult> {
  return program.run(args);
}

/** What a good command printed as JSON. */
async function json(...args: readonly string[]): Promise<unknown> {
  const { status, stdout, stderr } = await iopath(...args, '-o', 'json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('hosts', () => {
  it('are listed in a table, one a row', async () => {
    const { status, stdout } = await iopath('host', 'list', '-c', 'Host Name', '-c', 'PFs', '-c', 'VFs');
    const lines = stdout.trimEnd().split('\n');

    expect(status).toBe(0);
    expect(lines).toHaveLength(24 + 4);
    expect(lines.slice(0, 4)).toEqual([
      '+------------+-----+-----+',
      '| Host Name  | PFs | VFs |',
      '+------------+-----+-----+',
      '| compute-01 | 6   | 24  |',
    ]);
  });

  it('are the same hosts in each form', async () => {
    const list = ['host', 'list', '-c', 'vfs', '-c', 'host name'];
    const asJson = await json(...list);
    const asYaml = await iopath(...list, '-o', 'yaml');
    const asValues = await iopath(...list, '-o', 'value');
    const rows = asJson as readonly Record<string, unknown>[];

    expect(rows[0]).toEqual({ VFs: 24, 'Host Name': 'compute-01' });
    expect(parse(asYaml.stdout)).toEqual(rows);
    expect(asValues.stdout).toBe(rows.map((row) => `${String(row['VFs'])} ${String(row['Host Name'])}\n`).join(''));
  });

  it('are shown with their PFs and VFs', async () => {
    expect(await json('host', 'show', 'compute-01')).toMatchObject({
      host_name: 'compute-01',
      state: 'active',
      vfs: 24,
      numa_nodes: [{ id: 0 }, { id: 1 }],
    });
    expect((await iopath('host', 'show', 'compute-01')).stdout).toContain('mlx5_core, NUMA node 0, physnet1');
  });

  it('have facts of known word and age', async () => {
    expect(await json('host', 'facts', 'compute-01')).toContainEqual(
      expect.objectContaining({ Fact: 'numa_nodes', Source: 'put' }),
    );
  });

  it('that do not exist are told of as the service tells it, on standard error', async () => {
    const { status, stdout, stderr } = await iopath('host', 'show', 'absent');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Not Found \(404, host\.not_found\)\n.*\nRequest id: req-/);
  });
});

describe('an import', () => {
  const NODE_STATE = [
    'kind: SriovNetworkNodeState',
    'metadata: { name: node-1 }',
    'status:',
    '  interfaces:',
    '    - { name: ens1, pciAddress: "0000:3b:00.0", vendor: "15b3", deviceID: "1017", driver: mlx5_core, totalvfs: 4, linkSpeed: 25000 Mb/s }',
    '',
  ].join('\n');
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'iopath-import-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is of whatever tool wrote it, told by how it begins, from standard input', async () => {
    const stdin = '[compute]\ncpu_dedicated_set = 8-31\n';
    const args = ['host', 'import', 'compute-21', '-', '-c', 'format', '-c', 'changes', '-o', 'json'];
    const { status, stdout } = await program.run(args, { stdin });

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        Format: 'nova-conf',
        Changes: expect.objectContaining({
          added: expect.arrayContaining(['cpu_dedicated_set']) as unknown,
        }) as unknown,
      },
    ]);
  });

  it('shows afterwards what it changed', async () => {
    expect(await json('host', 'diff', 'compute-21')).toContainEqual(
      expect.objectContaining({ Change: expect.stringContaining('8-31') as unknown }),
    );
  });

  it('is of a captured tree, which is packed on the way', async () => {
    const files = {
      'sys/devices/system/cpu/online': '0-1\n',
      'sys/devices/system/cpu/present': '0-1\n',
      'sys/devices/system/node/online': '0\n',
      'sys/devices/system/node/node0/cpulist': '0-1\n',
      'proc/meminfo': 'MemTotal:        8000000 kB\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }

    expect(await json('host', 'import', 'captured-1', folder, '-c', 'format')).toEqual([{ Format: 'sysfs' }]);
    expect(await json('host', 'show', 'captured-1', '-c', 'numa_nodes')).toMatchObject({
      numa_nodes: [{ id: 0, cpus: '0-1' }],
    });
  });

  it('can be tried before it is made', async () => {
    writeFileSync(path.join(folder, 'nova.conf'), '[compute]\ncpu_dedicated_set = 8-31\n');
    const file = path.join(folder, 'nova.conf');
    const before = await json('host', 'show', 'compute-22', '-c', 'generation');
    const tried = await iopath('host', 'import', 'compute-22', file, '--dry-run', '-c', 'summary', '-o', 'value');

    expect(tried.stdout).toContain('8-31');
    expect(await json('host', 'show', 'compute-22', '-c', 'generation')).toEqual(before);
  });

  it('of many hosts leaves out none for another one’s sake', async () => {
    writeFileSync(path.join(folder, 'node-1.yaml'), NODE_STATE);
    writeFileSync(path.join(folder, 'node-2.xml'), '<capabilities><host>');
    writeFileSync(path.join(folder, 'node-3.yaml'), NODE_STATE);
    const { status, stdout, stderr } = await iopath(
      'host',
      'import',
      '--from-dir',
      folder,
      '-c',
      'host name',
      '-o',
      'value',
    );

    expect({ status, stdout }).toEqual({ status: 1, stdout: 'node-1\nnode-3\n' });
    expect(stderr).toContain(`node-2 (${folder}/node-2.xml):\n`);
    expect(stderr).toContain('import.malformed');
  });
});

describe('a user of a cloud', () => {
  let openStack: FakeOpenStack;
  let cloud: Cloud;
  let guarded: TestAdvisor;
  let variables: Record<string, string>;

  beforeAll(async () => {
    openStack = await FakeOpenStack.start();
    variables = {
      OS_AUTH_URL: openStack.authUrl,
      OS_USERNAME: FAKE_USER.name,
      OS_PASSWORD: FAKE_USER.password,
      OS_PROJECT_NAME: FAKE_USER.project,
    };
    const { cloudAccess } = readConfig(variables);
    if (cloudAccess === null) throw new Error('There is no cloud.');
    cloud = openCloud(cloudAccess);
    guarded = await startAdvisor({
      withoutWorker: true,
      access: (logger) =>
        new KeystoneAccess({
          tokens: cloud.tokens,
          policy: Policy.of(),
          authUrl: openStack.authUrl,
          region: null,
          tokenCacheS: 0,
          logger,
        }),
    });
    openStack.keystone.ownUrl = `${guarded.url}/`;
  });

  afterAll(async () => {
    await guarded.close();
    await cloud.close();
    await openStack.close();
  });

  it('finds the service in the catalog, and gets in', async () => {
    const { status, stdout, stderr } = await program.run(['host', 'list', '-o', 'json', '--debug'], { env: variables });

    expect({ status, stdout }).toEqual({ status: 0, stdout: '[]\n' });
    expect(stderr).toContain('POST identity /identity/v3/auth/tokens -> 201');
    expect(stderr).not.toContain(FAKE_USER.password);
    expect(stderr).not.toContain('gAAAA');
  });

  it('gets in with a token of his', async () => {
    const admin = { userId: 'u1', userName: 'op', projectId: 'p1', roles: ['admin'] };
    const env = { OS_AUTH_URL: openStack.authUrl, OS_TOKEN: openStack.keystone.issue(admin) };

    expect(await program.run(['host', 'list', '-o', 'json'], { env })).toMatchObject({ status: 0, stdout: '[]\n' });
  });

  it('ends with 3 when he is not let in', async () => {
    const wrong = await program.run(['host', 'list'], { env: { ...variables, OS_PASSWORD: 'wrong' } });
    const nobody = await program.run(['host', 'list'], { env: { IOPATH_ENDPOINT: guarded.url } });

    expect(wrong).toMatchObject({ status: 3, stdout: '' });
    expect(wrong.stderr).toContain('Keystone refuses the credentials');
    expect(nobody.status).toBe(3);
    expect(nobody.stderr).toContain('(401, auth.token_missing)');
  });

  it('ends with 1 when his roles are not enough', async () => {
    const reader = { userId: 'u2', userName: 'guest', projectId: 'p1', roles: ['reader'] };
    const env = { IOPATH_ENDPOINT: guarded.url, OS_TOKEN: openStack.keystone.issue(reader) };
    const { status, stderr } = await program.run(['host', 'list'], { env });

    expect(status).toBe(1);
    expect(stderr).toContain('(403, auth.forbidden)');
  });
});

describe('a recommendation', () => {
  it('is asked for, shown, confirmed in parts and released', async () => {
    const asked = (await json('recommend', '-f', REQUEST)) as { id: string; host_name: string; allocations: unknown };
    expect(asked).toMatchObject({ status: 'ready', extra_specs: { 'hw:cpu_policy': 'dedicated' } });
    expect(await json('recommendation', 'show', asked.id)).toEqual(asked);

    const ids = await iopath('allocation', 'list', '--host', asked.host_name, '-c', 'ID', '-o', 'value');
    const [id = ''] = ids.stdout.split('\n');
    expect(await json('allocation', 'show', id)).toMatchObject({ state: 'reserved', device: 'data' });

    const server = '5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a';
    expect(await json('allocation', 'confirm', id, '--server', server)).toMatchObject({ state: 'confirmed' });
    expect(await json('allocation', 'release', id)).toEqual([expect.objectContaining({ ID: id, State: 'released' })]);
  });

  it('is read from standard input, and its host can be the only thing that is printed', async () => {
    const stdin = readFileSync(path.join(EXAMPLES, 'requests/web-vm.json'), 'utf8');
    const { status, stdout } = await program.run(['recommend', '-f', '-', '-c', 'host_name', '-o', 'value'], { stdin });

    expect(status).toBe(0);
    expect(stdout).toMatch(/^compute-\d\d\n$/);
  });

  it('tells in words where, how and why', async () => {
    const { stdout } = await iopath('recommend', '-f', REQUEST);

    expect(stdout).toMatch(/\| nics +\| data: sriov_vf, vnic_type direct, 8 queues, NUMA node \d/);
    expect(stdout).toMatch(/\| why +\| data: latency 1 \(weight 45\): .* meets the target of 60 µs/);
    expect(stdout).toMatch(/\| extra_specs +\| hw:cpu_policy='dedicated'/);
    expect(stdout).toMatch(/\| ports +\| data: vnic_type direct/);
  });

  it('ends with 4 when no host takes the VM, and is explained', async () => {
    const { status, stdout } = await iopath('recommend', '-f', IMPOSSIBLE, '-o', 'json');
    const { id, status: decided } = JSON.parse(stdout) as { id: string; status: string };
    expect({ status, decided }).toEqual({ status: 4, decided: 'no_valid_host' });

    const explained = await iopath('explain', id);
    expect(explained.stdout).toMatch(/\| compute-01 \| data +\| sriov_vf \| link\.too_slow +\| 200000 Mbit\/s/);
    expect(explained.stdout).toContain('| nics[data].bandwidth_mbps: 200000 -> 100000 |');
    expect(await json('explain', id, '--part', 'changes')).toContainEqual(expect.objectContaining({ Size: 1 }));
    expect(await json('explain', id, '--host', 'compute-01')).toHaveLength(1);
  });

  it('that the service refuses is told fault by fault', async () => {
    const { status, stderr } = await program.run(['recommend', '-f', '-'], { stdin: 'name: db-1\nflavour: {}\n' });

    expect(status).toBe(1);
    expect(stderr).toContain('  /flavor: must be given\n');
    expect(stderr).toContain('  /flavour: ');
  });

  it('is not waited for where that is said', async () => {
    expect(await json('recommend', '-f', REQUEST, '--wait', '0', '-c', 'name')).toEqual({ name: 'matching-engine-1' });
  });
});

describe('several allocations', () => {
  it('are released though one of them is refused, and the end tells of it', async () => {
    await iopath('recommend', '-f', REQUEST);
    const held = await iopath('allocation', 'list', '--state', 'reserved', '-c', 'id', '-o', 'value', '--limit', '1');
    const { status, stdout, stderr } = await iopath('allocation', 'release', 'nonsense', held.stdout.trim());

    expect(status).toBe(1);
    expect(stdout).toContain('| released |');
    expect(stderr).toContain('(404, allocation.not_found)');
  });
});

describe('usage', () => {
  it('is wrong with a column that there is not', async () => {
    const { status, stderr } = await iopath('host', 'list', '-c', 'size');

    expect(status).toBe(2);
    expect(stderr).toContain('There is no column "size". There are: Host Name, State');
  });

  it('ends with 3 where the service is not, and where somebody else listens', async () => {
    const away = await iopath('host', 'list', '--endpoint', 'http://127.0.0.1:9');
    expect(away).toEqual({ status: 3, stdout: '', stderr: '127.0.0.1:9 cannot be reached (ECONNREFUSED).\n' });
  });

  it('is told request by request where that is asked for', async () => {
    const { stderr } = await program.run(['host', 'list', '--debug'], {
      env: { ...program.env, OS_TOKEN: 'gAAAA-secret' },
    });

    expect(stderr).toContain(`GET ${advisor.url}/v1/hosts?limit=1000`);
    expect(stderr).toContain('x-auth-token: ***');
    expect(stderr).not.toContain('gAAAA-secret');
  });

  it('may end before all is read', async () => {
    const run = promisify(execFile);
    const shell = `"${process.execPath}" "${program.file}" host list -o json | head -c 10`;
    const { stdout, stderr } = await run('bash', ['-c', shell], { env: { ...process.env, ...program.env } });

    expect({ stdout, stderr }).toEqual({ stdout: '[\n  {\n    ', stderr: '' });
  });
});

describe('completion', () => {
  const complete = async (...words: readonly string[]) =>
    (await iopath('--complete', 'iopath', ...words)).stdout.trimEnd().split('\n');

  it('knows commands, options, formats and columns', async () => {
    expect(await complete('ho')).toContain('host');
    expect(await complete('allocation', '')).toEqual(expect.arrayContaining(['list', 'show', 'confirm', 'release']));
    expect(await complete('host', 'list', '-o', '')).toEqual(['table', 'json', 'yaml', 'value']);
    expect(await complete('host', 'list', '-c', 'vf')).toEqual(['VFs', 'VFs Allocated']);
    expect(await complete('host', 'list', '--so')).toEqual(['--sort-column', '--sort-descending']);
  });

  it('knows hosts, from the service', async () => {
    expect(await complete('host', 'show', 'compute-2')).toEqual([
      'compute-20',
      'compute-21',
      'compute-22',
      'compute-23',
      'compute-24',
    ]);
  });

  it('works in bash, where columns have spaces', async () => {
    const run = promisify(execFile);
    const script = [
      `iopath() { "${process.execPath}" "${program.file}" "$@"; }`,
      'eval "$(iopath completion bash)"',
      'COMP_WORDS=(iopath host list -c host); COMP_CWORD=4; _iopath; printf "%s\\n" "${COMPREPLY[@]}"',
      'COMP_WORDS=(iopath host sh); COMP_CWORD=2; _iopath; printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    const { stdout } = await run('bash', ['-c', script], { env: { ...process.env, ...program.env } });

    expect(stdout).toBe('Host\\ Name\nshow\n');
  });
});
