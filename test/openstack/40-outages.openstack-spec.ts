import { tokenOf } from '../openstack-lab/client/session';
import { URLS } from '../openstack-lab/places';
import { startHastyKeystone, startKeystone } from '../openstack-lab/services/keystone';
import { startPlacement } from '../openstack-lab/services/placement';
import { until } from '../openstack-lab/machine/until';
import { type AdvisedCloud, startAdvisedCloud } from './support/advised-cloud';
import { synchronise } from './support/synchronise';

const LIFETIME_S = 25;
const SMALL = { name: 'small', flavor: { vcpus: 1, ram_mib: 256 }, reserve: false };

/** Services of the cloud are ended and started again; the advisor goes on with what it knows. */
describe('the advisor', () => {
  let advised: AdvisedCloud;

  beforeAll(async () => {
    advised = await startAdvisedCloud({ environment: { TOKEN_CACHE_S: '1' } });
  });

  afterAll(async () => {
    await advised.close();
  });

  describe('without Keystone', () => {
    let known: string;
    let unknown: string;

    beforeAll(async () => {
      const { lab } = advised;
      await startHastyKeystone(lab, LIFETIME_S);
      const { password } = lab;
      const hasty = { user: 'demo', project: 'demo', password, keystone: URLS.hastyKeystone };
      [known, unknown] = [await tokenOf(hasty), await tokenOf({ user: 'other', project: 'other', password })];
      expect((await advised.send('POST', '/v1/recommendations', SMALL, { token: known })).status).toBe(202);
      await Promise.all(['keystone', 'hasty-keystone'].map((name) => lab.daemons.stop(name)));
    });

    afterAll(async () => {
      await startKeystone(advised.lab);
    });

    it('lets in whom Keystone had vouched for, until the token expires', async () => {
      const ask = () => advised.send('POST', '/v1/recommendations', SMALL, { token: known });
      expect((await ask()).status).toBe(202);

      const expired = await until(
        'the end of the token',
        (LIFETIME_S + 15) * 1000,
        async () => {
          const answer = await ask();
          return answer.status === 202 ? null : answer;
        },
        1000,
      );

      expect([expired.status, expired.json['code']]).toEqual([401, 'auth.token_expired']);
    });

    it('tells strangers to come again, with a code', async () => {
      const { status, json, headers } = await advised.send('POST', '/v1/recommendations', SMALL, { token: unknown });

      expect([status, json['code']]).toEqual([503, 'auth.keystone_unavailable']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    });

    it('is in service, and says that the cloud is not', async () => {
      const { status, json } = await advised.send('GET', '/readyz', undefined, { token: null });

      expect(status).toBe(200);
      expect(json).toMatchObject({ checks: { database: 'ok', queue: 'ok', cloud: 'down' } });
    });
  });

  describe('with Keystone again', () => {
    it('lets everybody in who has a token', async () => {
      const token = await tokenOf({ user: 'other', project: 'other', password: advised.lab.password });
      const answer = await until('a token that is taken', 60_000, async () => {
        const { status } = await advised.send('POST', '/v1/recommendations', SMALL, { token });
        return status === 202 ? status : null;
      });

      expect(answer).toBe(202);
    });
  });

  describe('without Placement', () => {
    let knownSinceMs: number;

    beforeAll(async () => {
      expect(await synchronise(advised)).toMatchObject({ state: 'succeeded' });
      knownSinceMs = Date.now();
      await advised.lab.daemons.stop('placement');
    });

    afterAll(async () => {
      await startPlacement(advised.lab);
    });

    it('says which facts a synchronisation could not bring up to date', async () => {
      const { state, stages } = await synchronise(advised);

      expect(state).toBe('partly_failed');
      expect(stages.find(({ name }) => name === 'hosts')).toMatchObject({
        state: 'failed',
        failure: { code: 'cloud.unavailable', service: 'placement' },
      });
      expect(stages.find(({ name }) => name === 'networks')).toMatchObject({ state: 'succeeded' });
    });

    it('goes on advising, and says how old its facts are', async () => {
      const { json } = await advised.send('POST', '/v1/recommendations', SMALL, { headers: { prefer: 'wait=30' } });

      expect(json['status']).toBe('ready');
      const { oldest_age_s: ageS } = json['facts'] as { readonly oldest_age_s: number };
      expect(ageS).toBeGreaterThanOrEqual(Math.floor((Date.now() - knownSinceMs) / 1000) - 1);
    });
  });
});
