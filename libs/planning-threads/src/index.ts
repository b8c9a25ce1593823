export { PlanningThreads, type PlanningThreadsOptions } from './planning-threads';
export { servePlanning, type PlanningThread, type ServedCall } from './serve-planning';
