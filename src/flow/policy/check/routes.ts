import { z } from 'zod'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { Policy } from '../model.ts'
import { ODRL_CONTEXT, policyFromOdrl, PROFILE_IRI } from '../odrl/index.ts'
import { odrlProfile } from '../odrl/profile.ts'
import { applyTemplate, PARAMETER_FORMS, POLICY_TEMPLATES, TEMPLATES_VERSION } from '../template/index.ts'
import { checkDraft } from './check.ts'
import { PolicyCheck, PolicyDraft } from './model.ts'
import { vocabulary, VocabularyView } from './vocabulary.ts'

const tag = 'flow'
/** A policy of the largest size is far below this. */
const LARGEST = 1_000_000

const TemplateView = z.object({
  code: z.string(),
  kind: z.string(),
  zh: z.string(),
  en: z.string(),
  sayZh: z.string(),
  sayEn: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      form: z.enum(PARAMETER_FORMS),
      many: z.boolean(),
      zh: z.string(),
      en: z.string(),
      example: z.array(z.string()),
    }),
  ),
  /** What it adds to a policy; `{name}` stands for a parameter. */
  parts: z.record(z.string(), z.json()),
})

const Parameters = z.record(z.string(), z.union([z.string().max(500), z.array(z.string().max(500)).max(500)]))

/** The vocabulary, templates and checks of policies, and the ODRL profile. Nothing here writes. */
export function policyCheckRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/policy/vocabulary',
    access: 'signed-in',
    summary: 'The closed vocabulary of policies with its words in Chinese and English',
    tag,
    response: VocabularyView,
    handler: async () => vocabulary(),
  })
  route(app, {
    method: 'GET',
    url: '/policy/templates',
    access: 'signed-in',
    summary: 'Templates of the kinds of policy',
    tag,
    response: z.object({ version: z.int(), items: z.array(TemplateView) }),
    handler: async () => ({
      version: TEMPLATES_VERSION,
      items: POLICY_TEMPLATES.map((template) => TemplateView.parse(template)),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/policy/templates/:code',
    access: 'signed-in',
    summary: 'What a template adds to a policy with these parameters',
    tag,
    params: z.object({ code: z.string().max(80) }),
    body: z.strictObject({ parameters: Parameters }),
    response: z.object({ parts: z.record(z.string(), z.json()) }),
    handler: async ({ params, body }) => ({
      parts: { ...applyTemplate(params.code, body.parameters) } as Record<string, never>,
    }),
  })
  route(app, {
    method: 'POST',
    url: '/policy/check',
    access: 'signed-in',
    summary: 'Problems, conflicts, plain text and ODRL of a draft',
    tag,
    bodyLimit: LARGEST,
    body: PolicyDraft,
    response: PolicyCheck,
    handler: ({ actor, body }) => checkDraft(core, actor, body),
  })
  route(app, {
    method: 'POST',
    url: '/policy/odrl',
    access: 'signed-in',
    summary: 'Read a policy in our ODRL profile',
    tag,
    bodyLimit: LARGEST,
    body: z.record(z.string(), z.unknown()),
    response: z.object({ policy: Policy }),
    handler: async ({ body }) => ({ policy: policyFromOdrl(body) }),
  })
  route(app, {
    method: 'GET',
    url: '/odrl/context.jsonld',
    access: 'public',
    summary: `The JSON-LD context of the profile ${PROFILE_IRI}`,
    tag,
    handler: async ({ reply }) => {
      reply
        .header('content-type', 'application/ld+json; charset=utf-8')
        .serializer(String)
        .send(JSON.stringify(ODRL_CONTEXT))
    },
  })
  route(app, {
    method: 'GET',
    url: '/odrl/profile',
    access: 'public',
    summary: `The ODRL profile ${PROFILE_IRI} as a document`,
    tag,
    handler: async ({ reply }) => {
      reply
        .header('content-type', 'application/ld+json; charset=utf-8')
        .serializer(String)
        .send(JSON.stringify(odrlProfile()))
    },
  })
}
