import { aCloudFlavor } from '@iopath/testing';
import { flavorName } from '../flavor/flavor-name';
import type { Flavor, Image } from '../request/vm-request';
import { flavorStep, OUR_FLAVOR_MARK } from './flavor-step';

const IMAGE: Image = { osId: null, properties: {} };
const PINNED: Flavor = {
  vcpus: 2,
  ramMib: 2048,
  diskGib: 20,
  extraSpecs: { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '1' },
};
const NAME = flavorName(PINNED);

describe('the flavor of a realisation', () => {
  it('is created under its canonical name where the cloud has none', () => {
    expect(flavorStep(PINNED, IMAGE, [aCloudFlavor()])).toEqual({ kind: 'create', name: NAME, flavor: PINNED });
  });

  it('is an equal one of the cloud, whoever made it and however it spells it', () => {
    const equal = aCloudFlavor({ id: 'theirs', name: 'pinned', extraSpecs: { 'hw:cpu_policy': 'dedicated' } });

    expect(flavorStep(PINNED, IMAGE, [aCloudFlavor(), equal])).toEqual({ kind: 'reuse', id: 'theirs', name: 'pinned' });
  });

  it('is the canonical one before other equal ones', () => {
    const extraSpecs = PINNED.extraSpecs;
    const flavors = [
      aCloudFlavor({ name: 'a-first', extraSpecs }),
      aCloudFlavor({ id: 'ours', name: NAME, extraSpecs }),
    ];

    expect(flavorStep(PINNED, IMAGE, flavors)).toMatchObject({ kind: 'reuse', id: 'ours' });
  });

  it.each([
    ['a private one', { isPublic: false }],
    ['a disabled one', { isDisabled: true }],
    ['one with swap', { swapMib: 512 }],
    ['one with an ephemeral disk', { ephemeralGib: 10 }],
  ])('is never %s', (_what, trait) => {
    const flavor = aCloudFlavor({ name: 'x', extraSpecs: PINNED.extraSpecs, ...trait });

    expect(flavorStep(PINNED, IMAGE, [flavor])).toMatchObject({ kind: 'create', name: NAME });
  });

  it('leaves a foreign flavor of the canonical name alone, and takes another name', () => {
    const foreign = aCloudFlavor({ name: NAME, extraSpecs: { 'hw:cpu_policy': 'shared' } });
    const second = aCloudFlavor({ name: `${NAME}-2`, extraSpecs: {} });

    expect(flavorStep(PINNED, IMAGE, [foreign])).toMatchObject({ kind: 'create', name: `${NAME}-2` });
    expect(flavorStep(PINNED, IMAGE, [foreign, second])).toMatchObject({ kind: 'create', name: `${NAME}-3` });
  });

  it('is completed where ours was left half made, with what it lacks and nothing else', () => {
    const half = aCloudFlavor({
      id: 'half',
      name: NAME,
      description: OUR_FLAVOR_MARK,
      extraSpecs: { 'hw:numa_nodes': '1' },
    });

    expect(flavorStep(PINNED, IMAGE, [half])).toEqual({
      kind: 'complete',
      id: 'half',
      name: NAME,
      extraSpecs: { 'hw:cpu_policy': 'dedicated' },
    });
    expect(flavorStep(PINNED, IMAGE, [{ ...half, description: null }])).toMatchObject({ kind: 'create' });
    expect(flavorStep(PINNED, IMAGE, [{ ...half, extraSpecs: { 'hw:numa_nodes': '2' } }])).toMatchObject({
      kind: 'create',
    });
  });
});
