import { aVmRequest } from '@iopath/testing';
import { multiqueueEnabled } from './multiqueue';

describe('multiqueue of virtio NICs (handbook 1.3)', () => {
  it.each<[string, number, string | null, string | null, boolean]>([
    ['on by itself', 2, null, null, true],
    ['off with one vCPU, whatever is said', 1, 'true', null, false],
    ['as the flavor says', 4, 'false', null, false],
    ['as the image says', 4, null, 'false', false],
    ['on by any word for true', 4, 'YES', null, true],
    ['off by any other word', 4, null, 'maybe', false],
  ])('%s', (_case, vcpus, flavorSays, imageSays, isOn) => {
    const request = aVmRequest({
      flavor: {
        ...aVmRequest().flavor,
        vcpus,
        extraSpecs: flavorSays === null ? {} : { 'hw:vif_multiqueue_enabled': flavorSays },
      },
      image: { osId: null, properties: imageSays === null ? {} : { hw_vif_multiqueue_enabled: imageSays } },
    });

    expect(multiqueueEnabled(request)).toBe(isOn);
  });
});
