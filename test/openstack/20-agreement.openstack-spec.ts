import { AGREEMENT_CASES } from './agreement/cases';
import { report, type CaseOutcome } from './agreement/agreement-report';
import type { AgreementCase } from './agreement/agreement-case';
import { bookAsked, bookRealised, type Networks } from './agreement/booking';
import { devicePools } from './agreement/device-pools';
import { enableOnly } from './agreement/enabled-hosts';
import { differences } from './agreement/judge';
import { bootAndLook, type Observed } from './agreement/observed';
import type { Recommendation } from './agreement/recommendation';
import { type AdvisedCloud, startAdvisedCloud } from './support/advised-cloud';

/**
 * Thirty requests, each decided by the advisor and carried out by the real Nova. A `ready` one is built twice: on a cloud
 * where of the hosts that the advisor says would do only the advised one is enabled, and all that it says would not, with
 * no host named; and with all hosts enabled, on the host by name. A `no_valid_host` one must be refused by Nova too.
 */
describe('advisor and Nova', () => {
  let advised: AdvisedCloud;
  let networks: Networks;
  const outcomes: CaseOutcome[] = [];

  beforeAll(async () => {
    advised = await startAdvisedCloud();
    const { cloud } = advised;
    await cloud.refuseUnlessEmpty();
    networks = Object.fromEntries(
      await Promise.all(['physnet1', 'physnet2'].map(async (name) => [name, await cloud.network(name)])),
    ) as Networks;
  });

  afterAll(async () => {
    const file = `${advised.lab.places.root}/agreement.json`;
    process.stdout.write(`${report(outcomes, file)}\n`);
    await enableOnly(advised.cloud.session, () => true);
    await advised.cloud.clear();
    await advised.close();
  });

  it('are asked thirty things', () => {
    expect(AGREEMENT_CASES).toHaveLength(30);
  });

  it.each(AGREEMENT_CASES.map((each) => [each.name, each] as const))('agree on %s', async (name, agreementCase) => {
    const outcome = await outcomeOf(agreementCase);
    outcomes.push({ name, ...outcome });

    expect(outcome.differences).toEqual([]);
    expect(outcome.advised.startsWith('no_valid_host')).toBe(name.startsWith('nowhere:'));
  });

  async function outcomeOf(agreementCase: AgreementCase): Promise<Omit<CaseOutcome, 'name'>> {
    const decided = await advised.send('POST', '/v1/recommendations', requestOf(agreementCase), {
      headers: { prefer: 'wait=30' },
    });
    const recommendation = decided.json as unknown as Recommendation;
    if (recommendation.status === 'no_valid_host') return refusedToo(agreementCase, recommendation);
    if (recommendation.status !== 'ready') throw new Error(`${decided.status} ${decided.text}`);
    try {
      return await builtTwice(agreementCase, recommendation);
    } finally {
      // The next request finds the advisor's ledger as empty as Nova's hosts.
      await release(recommendation);
    }
  }

  async function release({ id }: Recommendation): Promise<void> {
    const { status, text } = await advised.send('POST', `/v1/recommendations/${id}:release`);
    if (status !== 200) throw new Error(`${status} ${text}`);
  }

  function requestOf({ name, request }: AgreementCase): object {
    return { name: name.slice(0, 60), migration: 'cold_ok', isolation: 'shared', reserve: true, ...request };
  }

  async function refusedToo(agreementCase: AgreementCase, { rejections = [] }: Recommendation) {
    const booking = await bookAsked(advised.cloud, networks, agreementCase);
    const seen = await bootAndLook(advised.cloud, booking);
    return {
      advised: `no_valid_host (${rejections.map(({ code }) => code).join(', ')})`,
      novaSaid: said(seen),
      differences: seen.status === 'ACTIVE' ? [`Nova builds it on ${seen.host}`] : [],
    };
  }

  async function builtTwice(agreementCase: AgreementCase, recommendation: Recommendation) {
    const { cloud, hosts } = advised;
    const { session } = cloud;
    const feasible = await feasibleHosts(recommendation.id);
    const host = hosts.find(({ name }) => name === recommendation.host_name);
    if (host === undefined) throw new Error(`${recommendation.host_name} is advised, and no host of the lab`);
    const poolOf = devicePools(host);
    const booking = await bookRealised(advised, networks, agreementCase, recommendation);
    await enableOnly(session, (host) => host === recommendation.host_name || !feasible.includes(host));
    const chosen = await bootAndLook(cloud, booking);
    await enableOnly(session, () => true);
    const named = await bootAndLook(cloud, booking, recommendation.host_name);
    const differ = (where: string, seen: Observed) =>
      differences(recommendation, seen, poolOf).map((each) => `${where}: ${each}`);
    return {
      advised: `${recommendation.host_name} of ${feasible.join(', ')}`,
      novaSaid: `${said(chosen)}; by name ${said(named)}`,
      differences: [...differ('where only the advised host fits', chosen), ...differ('on the host by name', named)],
    };
  }

  async function feasibleHosts(id: string): Promise<readonly string[]> {
    const { json } = await advised.send('GET', `/v1/recommendations/${id}/explanation`);
    const explained = json['hosts'] as readonly { readonly host_name: string; readonly takes_vm: boolean }[];
    return explained.filter(({ takes_vm }) => takes_vm).map(({ host_name }) => host_name);
  }
});

function said({ status, host, fault }: Observed): string {
  return status === 'ACTIVE' ? `Nova builds it on ${host}` : `Nova: ${status} ${(fault ?? '').slice(0, 100)}`;
}
