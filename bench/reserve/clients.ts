import { Agent, request as send } from 'node:http';
import { quantile, type Figures } from '../service/figures';

export interface Outcomes extends Figures {
  /** How the requests ended: status of the recommendation, or of the answer where there was none. */
  readonly outcomes: Readonly<Record<string, number>>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Each client asks for one VM after the other, and waits for the decision. */
export async function askFor(url: string, clients: number, seconds: number, name: string): Promise<Outcomes> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latenciesMs: number[] = [];
  const outcomes: Record<string, number> = {};
  const started = performance.now();
  const endMs = started + seconds * 1000;
  const client = async (number: number): Promise<void> => {
    for (let turn = 0; performance.now() < endMs; turn++) {
      const before = performance.now();
      const { status, body } = await post(agent, `${url}/v1/recommendations`, vm(`${name}-${number}-${turn}`, turn));
      latenciesMs.push(performance.now() - before);
      const outcome = status < 300 ? (JSON.parse(body) as { status: string }).status : `http ${status}`;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  const elapsedS = (performance.now() - started) / 1000;
  agent.destroy();
  latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: (outcomes['ready'] ?? 0) / elapsedS,
    latencyMs: { p50: quantile(latenciesMs, 0.5), p99: quantile(latenciesMs, 0.99) },
    outcomes,
  };
}

/** Small VMs of which every second one takes a VF and nothing else; names differ, as customers' VMs do. */
function vm(name: string, turn: number): string {
  return JSON.stringify({
    name,
    flavor: { vcpus: 1, ram_mib: 256, disk_gib: 0, extra_specs: {} },
    nics: [{ name: 'data', physical_network: 'physnet1', paths: turn % 2 === 0 ? ['sriov_vf'] : null }],
    reserve: true,
  });
}

function post(agent: Agent, url: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      prefer: 'wait=30',
      'content-length': Buffer.byteLength(body),
    };
    const sent = send(url, { method: 'POST', agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
