import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgresError, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';
import { isRunning } from './server-process';

const ROOT = path.resolve(__dirname, '../../../..');

let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'iopath-embedded-'));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(dataDir);
  running.push(server);
  return server;
}

/** A second advisor, in a process of its own, that holds the data until it is killed. */
async function startInAnotherProcess(): Promise<{ child: ChildProcess; databaseUrl: string }> {
  const module = path.join(__dirname, 'embedded-postgres.ts');
  const script = `require(${JSON.stringify(module)}).startEmbeddedPostgres(${JSON.stringify(dataDir)})
    .then(({ databaseUrl }) => { console.log(databaseUrl); setInterval(() => {}, 60_000); })`;
  const child = spawn(process.execPath, ['-r', './scripts/register-typescript.cjs', '-e', script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, databaseUrl: output.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(databaseUrl: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}

async function serverProcess(): Promise<number> {
  return Number((await readFile(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('the embedded PostgreSQL', () => {
  it('keeps what was written when it is stopped and started again', async () => {
    const first = await start();
    await query(first.databaseUrl, 'CREATE TABLE host AS SELECT 7 AS generation');
    await first.stop();

    const second = await start();

    expect(await query(second.databaseUrl, 'SELECT generation FROM host')).toEqual([{ generation: 7 }]);
  });

  it('offers the extension that the schema needs', async () => {
    const { databaseUrl } = await start();

    await query(databaseUrl, 'CREATE EXTENSION btree_gist');

    expect(await query(databaseUrl, "SELECT extname FROM pg_extension WHERE extname = 'btree_gist'")).toHaveLength(1);
  });

  it('takes nobody without the password, which only its owner may read', async () => {
    const { databaseUrl } = await start();
    const wrong = new URL(databaseUrl);
    wrong.password = 'guess';

    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await stat(path.join(dataDir, 'postgres/password'))).mode & 0o777).toBe(0o600);
  });

  it('writes through to the disk', async () => {
    const { databaseUrl } = await start();

    expect(await query(databaseUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  });

  it('leaves no process when it is stopped, once or twice', async () => {
    const server = await start();
    const pid = await serverProcess();

    await Promise.all([server.stop(), server.stop()]);

    expect(await isRunning(pid)).toBe(false);
  });

  it('is in a process group of its own, so that Ctrl-C does not end it before the advisor has finished', async () => {
    await start();
    const pid = await serverProcess();

    const [, , group] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];

    expect(Number(group)).toBe(pid);
  });

  it('refuses data that another live advisor uses, and names its process', async () => {
    const other = await startInAnotherProcess();

    await expect(start()).rejects.toThrow(`Another advisor (process ${other.child.pid}) is using the data`);

    await kill(other.child);
    await start();
  });

  it('is taken over, with all that was written, when its advisor was killed', async () => {
    const killed = await startInAnotherProcess();
    await query(killed.databaseUrl, 'CREATE TABLE host AS SELECT 7 AS generation');
    const pid = await serverProcess();
    await kill(killed.child);

    const server = await start();

    expect(await serverProcess()).toBe(pid);
    expect(await query(server.databaseUrl, 'SELECT generation FROM host')).toEqual([{ generation: 7 }]);
  });

  it('starts from its log when it was killed itself', async () => {
    const killed = await startInAnotherProcess();
    await query(killed.databaseUrl, 'CREATE TABLE host AS SELECT 7 AS generation');
    process.kill(await serverProcess(), 'SIGKILL');
    await kill(killed.child);

    const server = await start();

    expect(await query(server.databaseUrl, 'SELECT generation FROM host')).toEqual([{ generation: 7 }]);
  });

  it('says what to set instead where it cannot start', async () => {
    const impossible = startEmbeddedPostgres('/dev/null/advisor');

    await expect(impossible).rejects.toThrow(EmbeddedPostgresError);
    await expect(impossible).rejects.toThrow('Set DATABASE_URL to a PostgreSQL server of yours');
  });
});
