import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestAdvisor, startAdvisor } from '../support/advisor';
import { CapturedHost } from '../support/captured-host';
import { bundleCollector, Collector } from '../support/collector-process';
import { FaultyProxy } from '../support/faulty-proxy';

/** Pauses of minutes are tenths of seconds here. */
const HURRIED = ['--every', '0.05', '--backoff-first', '0.05', '--backoff-max', '0.2'];

let advisor: TestAdvisor;
let proxy: FaultyProxy;
let folder: string;
let host: CapturedHost;
let collector: Collector;
let hostName: string;
let hosts = 0;

const bundles = mkdtempSync(path.join(tmpdir(), 'collector-'));

beforeAll(async () => {
  bundleCollector(bundles);
  advisor = await startAdvisor({ withoutWorker: true });
});

afterAll(async () => {
  await advisor.close();
  rmSync(bundles, { recursive: true });
});

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'collector-'));
  host = new CapturedHost(path.join(folder, 'host'));
  collector = new Collector(bundles, folder);
  hostName = `captured-${(hosts += 1)}`;
  proxy = new FaultyProxy(advisor.url);
  await proxy.open();
});

afterEach(async () => {
  await collector.endAll();
  await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

const pushing = (...more: readonly string[]) => [
  ...['--push', proxy.url, '--root', host.folder, '--host-name', hostName, '--state-dir', collector.stateFolder],
  ...HURRIED,
  ...more,
];

/** MTU of the PF in each document, in order. */
const mtusOf = (documents: readonly Readonly<Record<string, unknown>>[]) =>
  documents.map(({ pfs }) => (pfs as { readonly mtu: number }[])[0]?.mtu);

async function storedHost() {
  const { json } = await advisor.send('GET', `/v1/hosts/${hostName}/inventory`);
  return json as {
    readonly generation: number;
    readonly pfs: readonly { readonly mtu: number; readonly vfs: unknown[] }[];
  };
}

/** What does not come within this will not come at all. */
const PATIENCE_MS = 30_000;

async function until(what: () => boolean): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!what()) {
    if (Date.now() > endMs) throw new Error(`It never came: ${String(what)}`);
    await sleep(20);
  }
}

describe('the collector as it is shipped', () => {
  it('gives of this machine a document that the advisor takes', async () => {
    const { status, stdout } = await collector.run(['--json']);
    expect(status).toBe(0);

    const { status: answer, text } = await advisor.send('PUT', `/v1/hosts/${hostName}/inventory`, JSON.parse(stdout));

    expect([answer, text]).toEqual([201, expect.stringContaining(`"host_name":"${hostName}"`)]);
  });

  it('sends a captured host once, and again when it changed', async () => {
    expect(await collector.run(pushing())).toMatchObject({ status: 0 });
    const { status, stderr } = await collector.run(pushing());
    expect([status, stderr]).toEqual([0, expect.stringContaining('nothing changed')]);
    host.vfs(4);
    expect(await collector.run(pushing())).toMatchObject({ status: 0 });

    const { generation, pfs } = await storedHost();
    expect([generation, proxy.writes.length, pfs[0]?.vfs.length]).toEqual([2, 2, 4]);
  });

  it('sends its token, and shows it nowhere', async () => {
    const { status, stderr } = await collector.run(pushing(), { OS_TOKEN: 'gAAAAAsecret' });

    expect([status, [...proxy.tokens]]).toEqual([0, ['gAAAAAsecret']]);
    expect(stderr).not.toContain('gAAAAAsecret');
  });

  it('sets aside what the advisor refuses, and says where', async () => {
    proxy.mode = 'refuses documents';
    const { status, stderr } = await collector.run(pushing());

    expect(status).toBe(5);
    expect(stderr).toMatch(/refuses snapshot 1 .*spool\/refused\/0000000000000001\.json: .* gave 4\d\d/);
  });
});

describe('a collector that is killed in mid-push', () => {
  it.each(['loses requests', 'loses answers'] as const)(
    'loses no change, and sends none out of order (%s)',
    async (mode) => {
      proxy.mode = mode;
      const first = collector.start(pushing('--watch'));
      await until(() => proxy.writes.length === 1);
      host.mtu(4000);
      await until(() => collector.spooled === 2);
      await first.end('SIGKILL');

      proxy.mode = 'passes';
      host.mtu(9000);
      const { status } = await collector.run(pushing());

      expect(status).toBe(0);
      expect(mtusOf(proxy.accepted)).toEqual([...(mode === 'loses answers' ? [1500] : []), 1500, 4000, 9000]);
      expect((await storedHost()).generation).toBe(3);
      expect(collector.spooled).toBe(0);
    },
  );
});

describe('an advisor that is away', () => {
  it.each(['refuses connections', 'answers 503'] as const)(
    'gets all that happened meanwhile, in order, when it is back (%s)',
    async (how) => {
      const watching = collector.start(pushing('--watch'));
      await until(() => proxy.accepted.length === 1 && collector.spooled === 0);
      if (how === 'answers 503') proxy.mode = 'unavailable';
      else await proxy.close();

      for (const [index, mtu] of [2000, 3000, 4000].entries()) {
        host.mtu(mtu);
        await until(() => collector.spooled === index + 1);
      }
      if (how === 'answers 503') proxy.mode = 'passes';
      else await proxy.open();
      await until(() => proxy.accepted.length === 4 && collector.spooled === 0);

      expect(mtusOf(proxy.accepted)).toEqual([1500, 2000, 3000, 4000]);
      expect((await storedHost()).generation).toBe(4);
      expect(await watching.end('SIGTERM')).toMatchObject({ status: 0 });
    },
  );

  it('is waited for only so long without --watch, and gets it all the next time', async () => {
    proxy.mode = 'unavailable';
    const { status, stderr } = await collector.run(pushing('--give-up-after', '0.3'));
    expect([status, collector.spooled]).toEqual([4, 1]);
    expect(stderr).toContain('gave 503');

    proxy.mode = 'passes';
    host.mtu(9000);
    await collector.run(pushing());

    expect(mtusOf(proxy.accepted)).toEqual([1500, 9000]);
  });
});

describe('a collector that stays', () => {
  it('ends at SIGTERM with its spool kept', async () => {
    proxy.mode = 'unavailable';
    const watching = collector.start(pushing('--watch'));
    await until(() => collector.spooled === 1);

    expect(await watching.end('SIGTERM')).toMatchObject({ status: 0 });
    expect(collector.spooled).toBe(1);
  });

  it('keeps a second one away from its spool, until it is gone', async () => {
    const watching = collector.start(pushing('--watch'));
    await until(() => proxy.accepted.length === 1);

    expect(await collector.run(pushing())).toMatchObject({ status: 3 });

    await watching.end('SIGKILL');
    expect(await collector.run(pushing())).toMatchObject({ status: 0 });
  });

  it('reads the generation again when somebody else writes the host', async () => {
    const watching = collector.start(pushing('--watch'));
    await until(() => proxy.accepted.length === 1);
    const path = `/v1/hosts/${hostName}`;
    expect(await advisor.send('PATCH', path, { state: 'draining', generation: 1 })).toMatchObject({ status: 200 });
    host.mtu(9000);
    await until(() => proxy.accepted.length === 2);

    expect((await storedHost()).pfs[0]?.mtu).toBe(9000);
    await watching.end('SIGTERM');
  });
});
