export { AuditLog } from './audit-log';
export { AdvisorMetrics } from './advisor-metrics';
export { DecisionLog, DecisionObservers } from './decision-log';
export { currentLogFields, type LogFields, runWithLogFields } from './log-fields';
export { createLogger, type Logger, type LoggerOptions } from './logger';
export { ResidualLog } from './residual-log';
export { MeasuredReplanLog, ReplanLog } from './replan-log';
export { SyncLog } from './sync-log';
export { TakeLog, TakeObservers } from './take-log';
