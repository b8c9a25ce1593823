import type { PathCardAnswer, RecommendationAnswer } from './answers';

/** Long enough for a laptop under load; an ordinary answer takes some ten milliseconds. */
const WAIT_S = 30;

/** Talks to the service as any other caller would. */
export class AdvisorClient {
  constructor(private readonly url: string) {}

  /** Writes a fleet, one inventory document a line; returns how many hosts were written. */
  async loadFleet(ndjson: string): Promise<number> {
    const answer = await this.post('/v1/hosts:bulk', ndjson, { 'content-type': 'application/x-ndjson' });
    const results = (await answer.text()).trimEnd().split('\n');
    const refused = results.find((line) => Number((JSON.parse(line) as { readonly status: unknown }).status) >= 400);
    if (refused !== undefined) throw new Error(`The sample fleet was refused: ${refused}`);
    return results.length;
  }

  /** The decided recommendation; the same key gives the same one again. */
  async recommend(request: unknown, idempotencyKey: string): Promise<RecommendationAnswer> {
    const answer = await this.post('/v1/recommendations', JSON.stringify(request), {
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
      prefer: `wait=${WAIT_S}`,
    });
    return (await answer.json()) as RecommendationAnswer;
  }

  /** All paths of a recommendation side by side. */
  async comparePaths(id: string): Promise<readonly PathCardAnswer[]> {
    const path = `/v1/recommendations/${id}/paths`;
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`GET ${path} gave ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { readonly paths: readonly PathCardAnswer[] }).paths;
  }

  private async post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
    const answer = await fetch(this.url + path, { method: 'POST', body, headers });
    if (!answer.ok) throw new Error(`POST ${path} gave ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
