export type { CallReport, CloudLimits, CloudOptions } from './cloud-options';
export { connectionCodeOf } from './call/connection-trouble';
export { retryAfterMs } from './call/retry-policy';
export { openCloud, type Cloud } from './open-cloud';
export { OWN_SERVICE_TYPE } from './cloud-options';
export { openCallerSession, type CallerSession, type CallerSessionAccess } from './open-caller-session';
