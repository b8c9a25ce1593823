import { newReplanId, newScheduleId } from './replan-id';

export const EXAMPLE_REPLAN_KEY = 'example-replan';
export const EXAMPLE_REPLAN_ID = newReplanId(EXAMPLE_REPLAN_KEY);
export const EXAMPLE_SCHEDULE_KEY = 'example-schedule';
export const EXAMPLE_SCHEDULE_ID = newScheduleId(EXAMPLE_SCHEDULE_KEY);
