import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { NovaAnswer, NovaCase } from './nova-case';

const DRIVER = path.join(__dirname, 'nova_driver.py');

interface Greeting {
  readonly ready: true;
  readonly nova: string;
}

export interface DeviceSpecQuestion {
  /** Values of the option, each JSON. */
  readonly device_spec: readonly string[];
  readonly devices: readonly {
    readonly address: string;
    readonly vendor_id: string;
    readonly product_id: string;
    readonly parent_addr: string | null;
  }[];
  /** Addresses of functions by the names of their interfaces. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** Addresses of functions that can have VFs. */
  readonly physical_functions: readonly string[];
}

/** Nova's code in a Python process of its own, asked a case at a time; answers come in the order of the questions. */
export class NovaProcess {
  private readonly waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] =
    [];
  private errors = '';

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) => this.waiting.shift()?.resolve(line));
    child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    const fail = (reason: string): void => {
      for (const { reject } of this.waiting.splice(0)) reject(new Error(`${reason}\n${this.errors.slice(-2000)}`));
    };
    child.on('error', (error) => fail(error.message));
    child.on('close', (status) => fail(`the driver ended with ${status}`));
  }

  /** @throws Error when Nova cannot be imported. */
  static async start(python: string): Promise<{ readonly nova: NovaProcess; readonly version: string }> {
    const nova = new NovaProcess(spawn(python, [DRIVER], { stdio: 'pipe' }));
    const { nova: version } = JSON.parse(await nova.nextLine()) as Greeting;
    return { nova, version };
  }

  /** @throws Error when the driver itself fails: that is never an answer of Nova's. */
  async ask(question: NovaCase): Promise<NovaAnswer> {
    const answer = JSON.parse(await this.exchange(JSON.stringify(question))) as NovaAnswer;
    if (answer.stage === 'driver') throw new Error(`driver: ${answer.error}: ${answer.message}`);
    return answer;
  }

  /** What the flavor API says of each extra spec by itself: null when it takes it. */
  async askExtraSpecs(extraSpecs: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string | null>>> {
    const line = await this.exchange(JSON.stringify({ extra_specs_only: true, flavor: { extra_specs: extraSpecs } }));
    return (JSON.parse(line) as { readonly extra_specs: Record<string, string | null> }).extra_specs;
  }

  /** Which entry gives each device out; null for one that none does, and null at all when nova-compute would not start. */
  async askDeviceSpec(question: DeviceSpecQuestion): Promise<readonly (number | null)[] | null> {
    const answer = JSON.parse(await this.exchange(JSON.stringify({ device_spec_only: true, ...question }))) as {
      readonly positions?: readonly (number | null)[] | null;
      readonly error?: string;
      readonly message?: string;
    };
    if (answer.positions === undefined) throw new Error(`driver: ${answer.error}: ${answer.message}`);
    return answer.positions;
  }

  stop(): void {
    this.child.stdin.end();
  }

  private async exchange(line: string): Promise<string> {
    const answer = this.nextLine();
    this.child.stdin.write(`${line}\n`);
    return answer;
  }

  private nextLine(): Promise<string> {
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
}
