export {
  answerOf,
  openAdvisorClient,
  type AdvisorApi,
  type AdvisorClient,
  type AdvisorClientOptions,
  type Schemas,
} from './advisor-client';
export type { paths } from './generated/advisor.v1';
export { Refusal, Unreachable, type Problem } from './refusal';
export type { ClientTls, Exchange } from './transport';
