import { aVmRequest } from '@iopath/testing';
import { completeRequest, type RequestDefaults } from './request-defaults';

const DEFAULTS: RequestDefaults = { migration: 'live_required', isolation: 'dedicated_vf', reservationTtlS: 60 };

describe('completing a request', () => {
  it('leaves what its caller said', () => {
    const request = aVmRequest({ migration: 'cold_ok', isolation: 'shared', reservationTtlS: 900 });

    expect(completeRequest(request, DEFAULTS)).toEqual(request);
  });

  it.each(['migration', 'isolation', 'reservationTtlS'] as const)(
    'takes %s from the profile where he was silent',
    (field) => {
      const request = aVmRequest();

      expect(completeRequest({ ...request, [field]: null }, DEFAULTS)).toEqual({
        ...request,
        [field]: DEFAULTS[field],
      });
    },
  );
});
