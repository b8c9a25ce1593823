import { type Advisor, type AdvisorAnswer, NoAnswer } from './advisor-client';

type Answer = Partial<AdvisorAnswer> | 'away';

/** An advisor with one host, which answers writes as a spec says and keeps what it accepted. */
export class ScriptedAdvisor implements Advisor {
  /** Documents that were accepted, in order. */
  readonly accepted: Record<string, unknown>[] = [];
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  generation: number | null = null;
  private readonly script: Answer[] = [];

  /** What the next writes are answered with, instead of being accepted. */
  answers(...answers: readonly Answer[]): this {
    this.script.push(...answers);
    return this;
  }

  get(path: string): Promise<AdvisorAnswer> {
    this.asked.push(`GET ${path}`);
    const { generation } = this;
    if (generation === null) return answered({ status: 404, json: { code: 'host.not_found' } });
    return answered({ json: { generation } });
  }

  put(path: string, body: object): Promise<AdvisorAnswer> {
    this.asked.push(`PUT ${path}`);
    const scripted = this.script.shift();
    if (scripted === 'away') return Promise.reject(new NoAnswer('the advisor is away'));
    if (scripted !== undefined) return answered(scripted);
    const document = body as Record<string, unknown>;
    if (document['generation'] !== this.generation)
      return answered({ status: 409, json: { code: 'host.generation_conflict' } });
    this.accepted.push(document);
    this.generation = (this.generation ?? 0) + 1;
    return answered({ json: { generation: this.generation } });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function answered(answer: Partial<AdvisorAnswer>): Promise<AdvisorAnswer> {
  return Promise.resolve({ status: 200, json: {}, retryAfterMs: null, ...answer });
}
