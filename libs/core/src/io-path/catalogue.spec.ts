import { aNicRequest, aVmRequest } from '@iopath/testing';
import { factAt } from '../nova/by-release';
import { checkExtraSpecs } from '../nova/extra-spec-check';
import { OPENSTACK_RELEASES } from '../nova/openstack-release';
import { fleetOf, HOSTS_OF_EVERY_PATH, placed } from '../spec-plans';
import { NIC_PATHS } from './catalogue';
import { NIC_PATH_NAMES } from './io-path';

const IN_EVERY_RELEASE = NIC_PATHS.flatMap((path) =>
  OPENSTACK_RELEASES.map((release) => [path.name, release] as const),
);

function pathNamed(name: string) {
  const path = NIC_PATHS.find((each) => each.name === name);
  if (path === undefined) throw new Error(`no path ${name}`);
  return path;
}

describe('the catalogue', () => {
  it('holds every path of the contract once', () => {
    expect(NIC_PATHS.map(({ name }) => name).sort()).toEqual([...NIC_PATH_NAMES].sort());
  });

  it('tells of every path all that a reader asks', () => {
    for (const path of NIC_PATHS) {
      const texts = [path.summary, path.chosenBy, path.isolatedBy, ...path.consumes];
      expect(path.consumes.length).toBeGreaterThan(0);
      for (const text of texts) expect(text).toMatch(/^\S.*\S$/);
    }
  });

  it('orders what changes with the release, from Zed on', () => {
    for (const { expression, migration, needs } of NIC_PATHS) {
      for (const facts of [expression, migration.byRelease, needs.mechanismDrivers]) {
        const order = facts.map(({ since }) => OPENSTACK_RELEASES.indexOf(since));
        expect(order[0]).toBe(0);
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      }
    }
  });

  it('says of a VF path which VFs serve it, and of no other', () => {
    for (const { takes, vfKind } of NIC_PATHS) expect(vfKind !== null).toBe(takes === 'vf');
  });
});

describe('what the catalogue says of a release', () => {
  it.each(IN_EVERY_RELEASE)('%s in %s: extra specs that its flavor API takes', (name, release) => {
    const { extraSpecs } = factAt(pathNamed(name).expression, release);

    expect(checkExtraSpecs(extraSpecs, release)).toEqual([]);
  });

  it.each(IN_EVERY_RELEASE)('%s in %s: what the answer tells Nova and Neutron', (name, release) => {
    const path = pathNamed(name);
    const { extraSpecs, bindingProfile, role } = factAt(path.expression, release);
    const request = aVmRequest({ disks: [], nics: [aNicRequest({ paths: [name] })] });

    const { nova, ports, migration } = placed(request, fleetOf(HOSTS_OF_EVERY_PATH), release);

    expect(nova.flavor.extraSpecs).toMatchObject(extraSpecs);
    expect(checkExtraSpecs(nova.flavor.extraSpecs, release)).toEqual([]);
    expect(nova.imageProperties).toEqual(path.vifModel === null ? {} : { hw_vif_model: path.vifModel });
    expect(ports).toEqual([expect.objectContaining({ vnicType: path.vnicType, bindingProfile, requiredRole: role })]);
    expect(migration).toMatchObject({ mechanism: path.migration.mechanism });
  });
});
