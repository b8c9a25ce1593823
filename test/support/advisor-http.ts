/** What the end-to-end specs read of a recommendation. */
export interface RecommendationAnswer {
  readonly id: string;
  readonly status: string;
  readonly host_name?: string;
  readonly nics?: readonly { readonly name: string; readonly path: string }[];
  readonly vf_allocations?: readonly { readonly id: string; readonly vf_address: string; readonly state: string }[];
}

/** Talks to a running service. */
export class AdvisorHttp {
  constructor(readonly url: string) {}

  async putInventory(hostName: string, document: object): Promise<void> {
    await this.send('PUT', `/v1/hosts/${hostName}/inventory`, document);
  }

  /** @param waitS seconds to wait for the decision; 0 takes the 202 */
  async recommend(request: object, waitS: number): Promise<RecommendationAnswer> {
    const headers = waitS > 0 ? { prefer: `wait=${waitS}` } : {};
    return (await this.send('POST', '/v1/recommendations', request, headers)) as RecommendationAnswer;
  }

  async recommendation(id: string): Promise<RecommendationAnswer> {
    return (await this.send('GET', `/v1/recommendations/${id}`)) as RecommendationAnswer;
  }

  /** The addresses of all devices that are reserved now, of one host or of all. */
  async reservedAddresses(hostName: string | null = null): Promise<readonly string[]> {
    const ofHost = hostName === null ? '' : `&host_name=${hostName}`;
    const answer = await this.send('GET', `/v1/allocations?state=reserved&limit=1000${ofHost}`);
    const { allocations } = answer as { readonly allocations: readonly { readonly vf_address: string }[] };
    return allocations.map(({ vf_address }) => vf_address);
  }

  private async send(method: string, path: string, body?: object, headers: object = {}): Promise<unknown> {
    const answer = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} gave ${answer.status}: ${text}`);
    return JSON.parse(text);
  }
}
