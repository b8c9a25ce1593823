import { Controller, Get, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdvisorMetrics } from '@iopath/observability';
import {
  type Access,
  AllocationStore,
  AwaitDecision,
  LedgerHistory,
  Planner,
  RecommendationStore,
  Refusal,
  SubmitRecommendation,
} from '@iopath/usecases';
import type { RequestDraft } from '@iopath/core';
import type { Cause, NewRecommendation, Recommendation, RequestPriority, Submitted } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Asking } from '../access/asking';
import { refuseHostNamed, refuseNamedHosts } from '../access/named-hosts';
import { RenewRecommendationDto } from '../allocations/allocation.dto';
import { fromHistory, type HistoryDto } from '../allocations/history.dto';
import { JsonBody, WireBody } from '../body/wire-body';
import { Ending } from '../ending';
import { FirstAnswers } from '../idempotency/first-answers';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { ExplanationQuery, type ExplanationDto } from './explanation.dto';
import { explainedHosts, fromWaterfallStep } from './explanation.mapper';
import { preferredWaitS } from './prefer-wait';
import {
  ConfirmRecommendationDto,
  RecommendationQuery,
  type AcceptedDto,
  type RecommendationDto,
  type RecommendationListDto,
} from './recommendation.dto';
import { fromRecommendation, fromRejection } from './recommendation.mapper';
import { fromRelaxation } from './relaxation.mapper';
import { recommendationsDocs } from './recommendations.docs';
import { RecommendationRequestDto } from './request.dto';
import { toRequestDraft } from './request.mapper';

@ApiTags('Recommendations')
@Controller('v1/recommendations')
export class RecommendationsController {
  constructor(
    private readonly submit: SubmitRecommendation,
    private readonly awaitDecision: AwaitDecision,
    private readonly planner: Planner,
    private readonly recommendations: RecommendationStore,
    private readonly allocations: AllocationStore,
    private readonly ledgerHistory: LedgerHistory,
    private readonly firstAnswers: FirstAnswers,
    private readonly ending: Ending,
    private readonly metrics: AdvisorMetrics,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @recommendationsDocs.create
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @WireBody(RecommendationRequestDto) body: RecommendationRequestDto,
    @JsonBody() json: unknown,
    @Asking() access: Access,
  ): Promise<AcceptedDto | RecommendationDto> {
    const key = idempotencyKeyOf(request);
    const idempotency = key === null ? null : { key, bodyHash: bodyHashOf(json) };
    refuseNamedHosts(access, body);
    const draft = toRequestDraft(body, access.projectOf(body.project_id));
    const { id } = await this.accept(draft, body.priority, idempotency);
    void reply.header('location', `/v1/recommendations/${id}`);
    return (await this.waited(id, request, reply)) ?? { id, status: 'queued' };
  }

  @Get()
  @recommendationsDocs.list
  async list(
    @Req() request: FastifyRequest,
    @WireQuery(RecommendationQuery) query: RecommendationQuery,
    @Asking() access: Access,
  ): Promise<RecommendationListDto> {
    const filter = access.listed(query.project_id ?? null);
    if (filter === null) return { recommendations: [], links: [] };
    const page = await this.recommendations.list(filter, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { recommendations: page.items.map(fromRecommendation), links: pageLinks(request, page) };
  }

  @Get(':id')
  @recommendationsDocs.get
  async get(@ResourceId('recommendation') id: string, @Asking() access: Access): Promise<RecommendationDto> {
    return fromRecommendation(await this.find(id, access));
  }

  @Get(':id/explanation')
  @recommendationsDocs.explanation
  async explanation(
    @Req() request: FastifyRequest,
    @ResourceId('recommendation') id: string,
    @WireQuery(ExplanationQuery) query: ExplanationQuery,
    @Asking() access: Access,
  ): Promise<ExplanationDto> {
    refuseHostNamed(access, query.host_name ?? null);
    const { status, decision } = await this.find(id, access);
    if (status === 'failed')
      throw new Refusal('conflict', 'recommendation.failed', 'It failed, so nothing was weighed.');
    const explanation = await this.recommendations.explanation(id);
    if (decision === null) {
      throw new Refusal('conflict', 'recommendation.not_decided', `The recommendation is ${status}; ask again later.`);
    }
    if (explanation === null) {
      throw new Refusal('not_found', 'explanation.not_kept', 'It was decided by an earlier version of the service.');
    }
    const { hosts, nextMarker } = explainedHosts(explanation, query);
    return {
      id,
      status,
      waterfall: explanation.waterfall.map(fromWaterfallStep),
      rejections: explanation.rejections.map(fromRejection),
      relaxations: decision.status === 'no_valid_host' ? decision.relaxations.map(fromRelaxation) : [],
      hosts,
      links: pageLinks(request, { nextMarker }),
    };
  }

  @Post(':id/::reserve')
  @HttpCode(HttpStatus.OK)
  @recommendationsDocs.reserve
  async reserve(
    @Req() request: FastifyRequest,
    @ResourceId('recommendation') id: string,
    @CausedBy('reserve recommendation') cause: Cause,
    @Asking() access: Access,
  ): Promise<RecommendationDto> {
    await this.requireWithinReach(id, access);
    const key = idempotencyKeyOf(request);
    const reserve = async () => fromRecommendation(await this.planner.reserve(id, cause));
    return this.firstAnswers.once(`reserve ${id}`, key, bodyHashOf(null), reserve);
  }

  @Post(':id/::confirm')
  @HttpCode(HttpStatus.OK)
  @recommendationsDocs.confirm
  async confirm(
    @ResourceId('recommendation') id: string,
    @WireBody(ConfirmRecommendationDto) body: ConfirmRecommendationDto,
    @CausedBy('confirm recommendation') cause: Cause,
    @Asking() access: Access,
  ): Promise<RecommendationDto> {
    const { request } = await this.find(id, access);
    if (body.server_ids.length !== request.count) throw wrongCount(request.count);
    await this.allocations.confirmRecommendation(id, body.server_ids, cause);
    return fromRecommendation(await this.find(id, access));
  }

  @Post(':id/::release')
  @HttpCode(HttpStatus.OK)
  @recommendationsDocs.release
  async release(
    @ResourceId('recommendation') id: string,
    @CausedBy('release recommendation') cause: Cause,
    @Asking() access: Access,
  ): Promise<RecommendationDto> {
    await this.find(id, access);
    await this.allocations.releaseRecommendation(id, cause);
    return fromRecommendation(await this.find(id, access));
  }

  @Post(':id/::renew')
  @HttpCode(HttpStatus.OK)
  @recommendationsDocs.renew
  async renew(
    @ResourceId('recommendation') id: string,
    @WireBody(RenewRecommendationDto) body: RenewRecommendationDto,
    @CausedBy('renew recommendation') cause: Cause,
    @Asking() access: Access,
  ): Promise<RecommendationDto> {
    await this.requireWithinReach(id, access);
    await this.allocations.renewRecommendation(id, body.ttl_s, cause);
    return fromRecommendation(await this.find(id, access));
  }

  @Get(':id/history')
  @recommendationsDocs.history
  async history(@ResourceId('recommendation') id: string, @Asking() access: Access): Promise<HistoryDto> {
    await this.requireWithinReach(id, access);
    const history = await this.ledgerHistory.ofRecommendation(id);
    if (history === null) throw notFound('recommendation');
    return fromHistory(history);
  }

  private async accept(
    draft: RequestDraft,
    priority: RequestPriority | undefined,
    key: NewRecommendation['idempotency'],
  ): Promise<Submitted> {
    try {
      return await this.submit.execute(draft, key, priority);
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'too_many') this.metrics.notAccepted(error.code);
      throw error;
    }
  }

  /** The finished recommendation, if the caller wants to wait for it and it is there in time. */
  private async waited(id: string, request: FastifyRequest, reply: FastifyReply): Promise<RecommendationDto | null> {
    const waitS = preferredWaitS([request.headers.prefer].flat().join(','));
    if (waitS === null) return null;
    const isOver = () => this.ending.hasBegun || request.raw.socket.destroyed;
    const recommendation = await this.awaitDecision.execute(id, waitS * 1000, isOver);
    void reply.header('preference-applied', `wait=${waitS}`);
    if (recommendation?.status === undefined || ['queued', 'scoring'].includes(recommendation.status)) return null;
    void reply.code(HttpStatus.OK);
    return fromRecommendation(recommendation);
  }

  /** Where everything is within reach, whoever acts on it finds out himself whether it is there. */
  private async requireWithinReach(id: string, access: Access): Promise<void> {
    if (!access.reachesAll) await this.find(id, access);
  }

  private async find(id: string, access: Access): Promise<Recommendation> {
    const recommendation = await this.recommendations.get(id);
    if (recommendation === null || !access.reaches(recommendation.projectId)) throw notFound('recommendation');
    return recommendation;
  }
}

function wrongCount(count: number): Refusal {
  const fault = { pointer: '/server_ids', code: 'server_ids.wrong_count', message: `must be ${count}, one a VM` };
  return new Refusal('invalid', 'request.invalid', 'Every VM of the recommendation needs its server.', [fault]);
}
