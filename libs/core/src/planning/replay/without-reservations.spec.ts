import { aHostClaim, aHostState } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { withoutReservations } from './without-reservations';

const claim = (reservationId: string) => aHostClaim({ reservationId });
const holding = (...ids: readonly string[]) => aHostState('compute-1', { claims: ids.map(claim) });

describe('a fleet without some reservations', () => {
  it('is the fleet that would be if they had never been made', () => {
    const fleet = buildFleet([holding('own', 'other'), aHostState('compute-2')]);
    const before = buildFleet([holding('other'), aHostState('compute-2')]);

    expect(withoutReservations(fleet, new Set(['own'])).digest).toBe(before.digest);
  });

  it('keeps the demand for VFs of late', () => {
    const fleet = buildFleet([holding('own')], new Map([['physnet1', 7]]));

    expect(withoutReservations(fleet, new Set(['own'])).vfDemand).toBe(fleet.vfDemand);
  });

  it('is the very fleet where nobody holds any of them', () => {
    const fleet = buildFleet([holding('other')]);

    expect(withoutReservations(fleet, new Set(['own']))).toBe(fleet);
  });
});
