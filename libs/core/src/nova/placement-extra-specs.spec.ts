import { aVmRequest } from '@iopath/testing';
import type { Flavor, Image } from '../request/vm-request';
import { wantedResources, wantedTraits } from './placement-extra-specs';

function flavor(extraSpecs: Flavor['extraSpecs']): Flavor {
  return { ...aVmRequest().flavor, extraSpecs };
}

const image = (properties: Image['properties']): Image => ({ osId: null, properties });

describe('traits that are asked for', () => {
  it('come from the flavor, from its numbered groups and from the image', () => {
    const extraSpecs = {
      'trait:CUSTOM_B': 'required',
      'trait_net:CUSTOM_A': 'required',
      'trait:CUSTOM_C': 'forbidden',
      'hw:numa_nodes': '1',
    };

    expect(wantedTraits(flavor(extraSpecs), image({ 'trait:CUSTOM_D': 'required' }))).toEqual({
      required: ['CUSTOM_A', 'CUSTOM_B', 'CUSTOM_D'],
      forbidden: ['CUSTOM_C'],
    });
  });

  it('are not what an image states with any other word', () => {
    expect(wantedTraits(flavor({}), image({ 'trait:CUSTOM_A': 'forbidden', 'x:CUSTOM_B': 'required' }))).toEqual({
      required: [],
      forbidden: [],
    });
  });

  it('are once required, however often they are stated', () => {
    const stated = flavor({ 'trait:CUSTOM_A': 'required', 'trait1:CUSTOM_A': 'required' });

    expect(wantedTraits(stated, image({ 'trait:CUSTOM_A': 'required' })).required).toEqual(['CUSTOM_A']);
  });
});

describe('resources that are asked for', () => {
  it('are those of classes that inventories do not tell, added up over groups', () => {
    const extraSpecs = {
      'resources:CUSTOM_FPGA': '1',
      'resources2:CUSTOM_FPGA': '2',
      'resources:VGPU': '0',
      'resources:PCPU': '4',
      'resources:CUSTOM_BAD': 'many',
    };

    expect(wantedResources(flavor(extraSpecs))).toEqual([{ resourceClass: 'CUSTOM_FPGA', amount: 3 }]);
  });
});
