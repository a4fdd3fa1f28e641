import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import { announcedContest } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import {
  AnswerInput,
  PostInput,
  PostView,
  PublicQuestion,
  QuestionInput,
  QuestionState,
  QuestionView,
} from './model.ts'
import { changePost, listPosts, publicPosts, showPost, writePost } from './posts.ts'
import {
  answer,
  ask,
  ASKS_A_MINUTE,
  listQuestions,
  publicQuestions,
  questionsOfEntrant,
  refuse,
} from './questions.ts'

const ORGANISERS = ['data_officer'] as const
const READERS = ['data_officer', 'auditor'] as const
const tag = 'contest'
const Done = z.object({})
const Made = z.object({ id: z.uuid() })
const OfPost = Id.extend({ post: z.uuid() })
const OfQuestion = Id.extend({ question: z.uuid() })

/** What a contest tells, and what it is asked. */
export function noticeRoutes(app: App, tools: ContestTools): void {
  postRoutes(app, tools)
  questionRoutes(app, tools)
  entrantRoutes(app, tools)
}

function postRoutes(app: App, { core }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/posts',
    access: READERS,
    summary: 'Announcements of a contest, drafts first',
    tag,
    params: Id,
    query: Page,
    response: listOf(PostView),
    handler: ({ actor, params, query }) => listPosts(core, actor, params.id, query),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/posts',
    access: ORGANISERS,
    summary: 'Write an announcement; it is public when it is published',
    tag,
    params: Id,
    body: PostInput,
    response: Made,
    handler: async ({ actor, params, body }) => ({ id: await writePost(core, actor, params.id, body) }),
  })
  route(app, {
    method: 'PUT',
    url: '/contests/:id/posts/:post',
    access: ORGANISERS,
    summary: 'Put other words to an announcement',
    tag,
    params: OfPost,
    body: PostInput,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await changePost(core, actor, params.id, params.post, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/posts/:post/show',
    access: ORGANISERS,
    summary: 'Publish an announcement, or take it back',
    tag,
    params: OfPost,
    body: z.strictObject({ show: z.boolean() }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await showPost(core, actor, params.id, params.post, body.show)
      return {}
    },
  })
}

function questionRoutes(app: App, { core }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/questions',
    access: READERS,
    summary: 'Questions about a contest, those that wait first',
    tag,
    params: Id,
    query: Page.extend({ state: QuestionState.optional() }),
    response: listOf(QuestionView),
    handler: ({ actor, params, query }) => listQuestions(core, actor, params.id, query),
  })
  route(app, {
    method: 'PUT',
    url: '/contests/:id/questions/:question',
    access: ORGANISERS,
    summary: 'Answer a question and publish both',
    tag,
    params: OfQuestion,
    body: AnswerInput,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await answer(core, actor, params.id, params.question, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/questions/:question/refuse',
    access: ORGANISERS,
    summary: 'Do not publish a question',
    tag,
    params: OfQuestion,
    response: Done,
    handler: async ({ actor, params }) => {
      await refuse(core, actor, params.id, params.question)
      return {}
    },
  })
}

/** For those who take part, and for programs: what stands on the public pages, as data. */
function entrantRoutes(app: App, { core, door }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contest-front/:id/posts',
    access: 'public',
    summary: 'Published announcements of a contest',
    tag,
    params: Id,
    response: listOf(PostView.omit({ state: true, createdAt: true })),
    handler: async ({ params }) => {
      const { id } = await announcedContest(core, params.id)
      const items = await publicPosts(core, id)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest-front/:id/questions',
    access: 'public',
    summary: 'Published questions with their answers, newest first',
    tag,
    params: Id,
    query: Page,
    response: listOf(PublicQuestion),
    handler: async ({ params, query }) => {
      const { id } = await announcedContest(core, params.id)
      return publicQuestions(core, id, query)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/:id/questions',
    access: 'public',
    guard: (request) => door.guard(request),
    summary: 'What the entrant asked, with the answers that there are',
    tag,
    params: Id,
    response: listOf(
      z.object({
        id: z.uuid(),
        text: z.string(),
        state: QuestionState,
        askedAt: z.int(),
        answerZh: z.string(),
        answerEn: z.string(),
      }),
    ),
    handler: async ({ params, request }) => {
      const { entrantId } = await door.entrant(request)
      const { id } = await announcedContest(core, params.id)
      const items = await questionsOfEntrant(core, id, entrantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/questions',
    access: 'public',
    guard: (request) => door.guard(request),
    summary: 'Ask the organiser; question and answer are public when they are published',
    tag,
    params: Id,
    body: QuestionInput,
    ratePerMinute: ASKS_A_MINUTE,
    response: Made,
    handler: async ({ params, body, request }) => {
      const { entrantId } = await door.entrant(request)
      return { id: await ask(core, params.id, { entrantId, address: request.ip }, body.text) }
    },
  })
}
