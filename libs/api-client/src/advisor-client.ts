import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/advisor.v1';
import { problemOf, Refusal, Unreachable } from './refusal';
import { openTransport, type TransportOptions } from './transport';

/** What the service takes and gives, by the names of the OpenAPI document. */
export type Schemas = components['schemas'];

/** The API, operation by operation as the OpenAPI document has it: `api.GET('/v1/hosts/{host_name}', …)`. */
export type AdvisorApi = Client<paths>;

export interface AdvisorClientOptions extends TransportOptions {
  /** Where the service is; `/v1` at its end is left out, since every path begins with it. */
  readonly endpoint: string;
  /** null: the service asks nobody who he is. */
  readonly token: (() => Promise<string>) | null;
}

export interface AdvisorClient {
  readonly api: AdvisorApi;
  close(): Promise<void>;
}

/** Opens a client of the service. Nothing is asked before it is needed. */
export function openAdvisorClient({ endpoint, token, ...transportOptions }: AdvisorClientOptions): AdvisorClient {
  const transport = openTransport(transportOptions);
  const baseUrl = endpoint.replace(/\/+$/, '').replace(/\/v1$/, '');
  const api = createClient<paths>({ baseUrl, fetch: transport.send, headers: { accept: 'application/json' } });
  if (token !== null) {
    api.use({
      onRequest: async ({ request }) => {
        request.headers.set('x-auth-token', await token());
        return request;
      },
    });
  }
  return { api, close: () => transport.close() };
}

/** A call as openapi-fetch ends it: the body of a good answer, or of an error. */
type Ended<Data> = Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>;

/**
 * The body of a good answer; undefined when it has none.
 *
 * @throws Refusal for any other, Unreachable when there was none
 */
export async function answerOf<Data>(call: Ended<Data>): Promise<Data> {
  const { data, error, response } = await call.catch((trouble: unknown) => {
    // What is no JSON where the document promises some comes from another server than ours.
    throw trouble instanceof SyntaxError ? new Unreachable('What answers there does not speak this API.') : trouble;
  });
  if (response.ok) return data as Data;
  const problem = problemOf(error, response.status);
  throw new Refusal(problem, problem.request_id ?? response.headers.get('x-openstack-request-id'));
}
