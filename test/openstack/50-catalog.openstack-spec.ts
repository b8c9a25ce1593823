import { execFileSync } from 'node:child_process';
import { type AdvisedCloud, startAdvisedCloud } from './support/advised-cloud';
import { ServiceRegistration } from './support/service-registration';

/** The advisor stands in Keystone's catalog, where the `openstack` command finds it. */
describe('the catalog', () => {
  let advised: AdvisedCloud;
  let registration: ServiceRegistration;

  beforeAll(async () => {
    advised = await startAdvisedCloud({ withInventories: false });
    registration = await ServiceRegistration.in(advised.cloud.session, advised.url, ['RegionOne']);
  });

  afterAll(async () => {
    await registration.undo();
    await advised.close();
  });

  function openstack(command: string): string {
    const openrc = `${advised.lab.places.root}/openrc`;
    return execFileSync('/bin/bash', ['-c', `. ${openrc}; openstack ${command}`], { encoding: 'utf8' });
  }

  it('lists its endpoints', () => {
    const listed = JSON.parse(openstack('endpoint list --service io-advisor -f json')) as {
      readonly URL: string;
      readonly Region: string;
      readonly Interface: string;
    }[];

    expect(listed.map(({ Interface }) => Interface).sort()).toEqual(['admin', 'internal', 'public']);
    expect(new Set(listed.map(({ URL, Region }) => `${Region} ${URL}`))).toEqual(new Set([`RegionOne ${advised.url}`]));
  });

  it('leads a client to its versions', async () => {
    const shown = openstack('catalog show io-advisor -f value -c endpoints');
    expect(shown).toContain(advised.url);

    const { status, json } = await advised.send('GET', '/', undefined, { token: null });

    expect([status, json['versions']]).toEqual([200, [expect.objectContaining({ status: 'CURRENT' })]]);
  });
});
