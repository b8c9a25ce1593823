export type { CallReport, CloudLimits, CloudOptions } from './cloud-options';
export { openCloud, type Cloud } from './open-cloud';
