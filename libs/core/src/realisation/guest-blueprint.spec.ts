import { aPlacement, aVmRequest, BLUEPRINT_RECOMMENDATION } from '@iopath/testing';
import { guestBlueprint } from './guest-blueprint';

function blueprintOf(
  request: ReturnType<typeof aVmRequest>,
  member: number,
  present?: Parameters<typeof guestBlueprint>[1],
) {
  const placement = aPlacement('compute-01', 1);
  return guestBlueprint({ recommendationId: BLUEPRINT_RECOMMENDATION, request, member, placement }, present);
}

describe('the blueprint of a VM', () => {
  it('has the name of the request, numbered where there are several', () => {
    expect(blueprintOf(aVmRequest(), 0).serverName).toBe('web-1');
    expect(blueprintOf(aVmRequest({ count: 2, name: 'web' }), 1).serverName).toBe('web-2');
  });

  it('keeps to the longest name that Nova takes', () => {
    const { serverName } = blueprintOf(aVmRequest({ count: 10, name: 'x'.repeat(255) }), 9);

    expect(serverName).toHaveLength(255);
    expect(serverName).toMatch(/x-10$/);
  });

  it('is on the host that a swap has moved it to', () => {
    expect(blueprintOf(aVmRequest(), 0).hostName).toBe('compute-01');
    expect(blueprintOf(aVmRequest(), 0, { hostName: 'compute-02', availabilityZone: null }).hostName).toBe(
      'compute-02',
    );
  });
});
