import { aHostState, anInventory, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { ComputeServiceState } from '../../inventory/inventory';
import { requestContext } from '../../planning/request-context';
import { computeService } from './compute-service.rule';

describe("Nova's service on the host", () => {
  it.each<[string, ComputeServiceState | undefined, string | null]>([
    ['nobody asked Nova', undefined, null],
    ['enabled and up', { status: 'enabled', state: 'up', disabledReason: null }, null],
    ['down', { status: 'enabled', state: 'down', disabledReason: null }, 'compute_service.down'],
    ['disabled', { status: 'disabled', state: 'up', disabledReason: 'maintenance' }, 'compute_service.disabled'],
    ['disabled and down', { status: 'disabled', state: 'down', disabledReason: null }, 'compute_service.disabled'],
    ['gone from Nova', { status: 'enabled', state: 'absent', disabledReason: null }, 'compute_service.absent'],
  ])('%s', (_case, service, code) => {
    const host = aHostState('compute-1', { inventory: anInventory(service && { computeService: service }) });
    const context = requestContext(aVmRequest(), buildFleet([host]), { release: '2025.1' });

    expect(computeService.reject(host, context)?.code ?? null).toBe(code);
  });
});
