import type { AdvisorConfig } from '@iopath/config';
import { type AdvisorMetrics, currentLogFields, type Logger } from '@iopath/observability';
import { type CallReport, type Cloud, openCloud } from '@iopath/openstack';

/**
 * The way to the cloud that the configuration names; null where it names none. Nothing is asked yet: a cloud that is away
 * keeps nobody from starting.
 */
export function openConfiguredCloud(
  { cloudAccess }: Pick<AdvisorConfig, 'cloudAccess'>,
  logger: Logger,
  metrics: AdvisorMetrics | null = null,
): Cloud | null {
  if (cloudAccess === null) return null;
  const { origin, authUrl } = cloudAccess;
  logger.info({ origin, auth_url: authUrl }, 'cloud configured');
  return openCloud(cloudAccess, {
    requestId: requestIdOfNow,
    onCall: (call) => {
      metrics?.cloudCalled(call);
      logger.debug(fieldsOf(call), 'called the cloud');
    },
  });
}

function fieldsOf({ service, method, path, status, durationMs, attempt, requestId }: CallReport): object {
  return {
    cloud_service: service,
    method,
    path,
    status,
    duration_ms: durationMs,
    attempt,
    cloud_request_id: requestId,
  };
}

/**
 * The id that what is done now carries through the cloud: the one that the caller's request came with, else our own, as
 * OpenStack's services do (oslo_context/context.py, `global_id`).
 */
function requestIdOfNow(): string | null {
  const { global_request_id: globalId, request_id: ownId } = currentLogFields();
  return globalId ?? ownId ?? null;
}
