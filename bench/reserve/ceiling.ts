import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { quantile, type Figures } from '../service/figures';

/** Where Debian and its like put what is not on the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The rows of one reservation as the service wrote them, documents and all. */
interface Sample {
  readonly request: string;
  readonly profile: string;
  readonly decision: string;
  readonly explanation: string;
  readonly compute: string;
}

/**
 * What PostgreSQL can do at most: `pgbench` writes the same rows, with documents of the same size, into the same tables
 * with their indexes and triggers, in one hand-written transaction a reservation, prepared, on the same database.
 */
export class Ceiling {
  private constructor(
    private readonly program: string,
    private readonly databaseUrl: string,
    private readonly sample: Sample,
  ) {}

  /** Null where `pgbench` is not installed. The sample is the latest reservation that the service made. */
  static async of(databaseUrl: string, session: Client): Promise<Ceiling | null> {
    const program = await findPgbench();
    if (program === null) return null;
    const { rows } = await session.query<Sample>(`
      SELECT request::text, profile::text, decision::text, document::text AS explanation, compute::text
      FROM recommendation JOIN explanation ON explanation.recommendation_id = recommendation.id
      JOIN reservation ON reservation.recommendation_id = recommendation.id
      ORDER BY recommendation.created_at DESC LIMIT 1`);
    const [sample] = rows;
    if (sample === undefined) throw new Error('the service has reserved nothing that could be copied');
    await liftLimits(databaseUrl);
    return new Ceiling(program, databaseUrl, sample);
  }

  /** How many bytes the documents of a reservation have. */
  get documentBytes(): Readonly<Record<keyof Sample, number>> {
    const sizes = Object.entries(this.sample).map(([name, text]) => [name, Buffer.byteLength(text as string)]);
    return Object.fromEntries(sizes) as Record<keyof Sample, number>;
  }

  /** @param hosts how many of the hosts `compute-00000` … are written to. */
  async run(clients: number, seconds: number, hosts: number): Promise<Figures> {
    const folder = await mkdtemp(path.join(tmpdir(), 'iopath-bench-'));
    try {
      const script = path.join(folder, 'reserve.sql');
      await writeFile(script, this.script(hosts));
      const prepared = ['--no-vacuum', '--protocol=prepared', '--log', `--log-prefix=${path.join(folder, 'log')}`];
      const load = [`--client=${clients}`, '--jobs=1', `--time=${seconds}`, `--file=${script}`];
      const output = await run(this.program, [...prepared, ...load, this.databaseUrl]);
      const rate = /tps = ([\d.]+)/.exec(output)?.[1];
      if (rate === undefined) throw new Error(`pgbench did not tell a rate: ${output}`);
      const latenciesMs = await readLatencies(folder);
      return {
        perSecond: Number(rate),
        latencyMs: { p50: quantile(latenciesMs, 0.5), p99: quantile(latenciesMs, 0.99) },
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private script(hosts: number): string {
    const { request, profile, decision, explanation, compute } = this.sample;
    const { vcpus, pcpus, memoryMib, diskGib } = JSON.parse(compute) as Record<string, number>;
    return `
\\set host random(0, ${hosts - 1})
\\set a random(0, 2147483647)
\\set b random(0, 2147483647)
BEGIN;
INSERT INTO recommendation (id, project_id, name, status, request, profile, decision, attempts, taken_at, decided_at)
  VALUES (md5('r' || :a || ' ' || :b)::uuid, 'default', 'vm', 'ready', ${literal(request)}, ${literal(profile)}, ${literal(decision)}, 1, now(), now());
INSERT INTO outbox (recommendation_id, dispatched_at) VALUES (md5('r' || :a || ' ' || :b)::uuid, now());
INSERT INTO explanation (recommendation_id, document) VALUES (md5('r' || :a || ' ' || :b)::uuid, ${literal(explanation)});
UPDATE host SET version = version + 1 WHERE host_name = 'compute-' || lpad(:host::text, 5, '0');
INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, compute, vcpus, pcpus, memory_mib, disk_gib, expires_at)
  VALUES (md5('h' || :a || ' ' || :b)::uuid, md5('r' || :a || ' ' || :b)::uuid, 0, 'default', 'compute-' || lpad(:host::text, 5, '0'), 'reserved', ${literal(compute)}, ${vcpus}, ${pcpus}, ${memoryMib}, ${diskGib}, now() + interval '15 minutes');
INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind, pf_address, device_address, numa_node, physical_network, bandwidth_mbps, packet_rate_kpps, state, expires_at)
  VALUES (md5('d' || :a || ' ' || :b)::uuid, md5('h' || :a || ' ' || :b)::uuid, md5('r' || :a || ' ' || :b)::uuid, 'default', 0, 'compute-' || lpad(:host::text, 5, '0'), 'data', 'vf', 'pgbench', :a || ' ' || :b, 0, 'physnet1', 0, 0, 'reserved', now() + interval '15 minutes');
COMMIT;
`;
  }
}

/** On one line, and with nothing in it that `pgbench` would take for a variable. */
function literal(json: string): string {
  const escaped = json.replaceAll("'", "''").replaceAll('\n', ' ');
  return `'${escaped.replaceAll(/:(?=[A-Za-z_])/g, ': ')}'`;
}

/** The ledger goes on counting what is held, and refuses nothing: this is about rows, not about room. */
async function liftLimits(databaseUrl: string): Promise<void> {
  const session = new Client({ connectionString: databaseUrl });
  await session.connect();
  await session.query('UPDATE host_capacity SET capacity = NULL');
  await session.end();
}

async function findPgbench(): Promise<string | null> {
  const versions = existsSync(DEBIAN) ? await readdir(DEBIAN) : [];
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(DEBIAN, version, 'bin'));
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...newestFirst];
  const programs = folders.map((folder) => path.join(folder, 'pgbench'));
  return programs.find((program) => existsSync(program)) ?? null;
}

/** The third number of each line of its log is the transaction's time in microseconds. */
async function readLatencies(folder: string): Promise<readonly number[]> {
  const logs = (await readdir(folder)).filter((name) => name.startsWith('log'));
  const texts = await Promise.all(logs.map((name) => readFile(path.join(folder, name), 'utf8')));
  const lines = texts.flatMap((text) => text.trim().split('\n'));
  return lines.map((line) => Number(line.split(' ')[2]) / 1000).sort((a, b) => a - b);
}

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program}: ${output}`))));
  });
}
