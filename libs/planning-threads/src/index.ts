export { PlanningThreads, type PlanningThreadsOptions } from './planning-threads';
export { servePlanning, type PlanningThread, type ServedCall } from './serve-planning';
export { ReplanningThread, type ReplanningThreadOptions } from './replanning/replanning-thread';
export { serveReplanning, type ServedReplanning } from './replanning/serve-replanning';
