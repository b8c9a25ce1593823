export type { ReplanReport } from './replan-report';
export { REPORT_POLICY, reportPage } from './report-page';
