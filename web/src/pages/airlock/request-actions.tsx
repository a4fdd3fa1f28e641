import { useState } from 'react'
import { useAirlockAct, useRevoke, type AirlockRequest } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Preflight } from './preflight.tsx'
import type { FileGap } from './standing.tsx'
import type { useContexts } from './use-contexts.ts'

interface Props {
  readonly request: AirlockRequest
  readonly gaps: readonly FileGap[]
  readonly contexts: ReturnType<typeof useContexts>
}

const REVOKING = ['mistake', 'person', 'terms'] as const

/** What the state allows now; sending stays closed, with its reason, until every context is whole. */
export function RequestActions({ request, gaps, contexts }: Props) {
  const { t, list } = useFormat()
  const [asking, setAsking] = useState<'withdraw' | 'revoke' | null>(null)
  const act = useAirlockAct(request.id)
  const revoke = useRevoke(request.id)
  const may = (what: AirlockRequest['may'][number]) => request.may.includes(what)
  const editing = may('edit')
  const whyNot =
    request.files.length === 0
      ? t('airlock.whyNot.files')
      : gaps.length > 0
        ? t('airlock.whyNot.context', { files: list(gaps.map(({ path }) => path)) })
        : !may('submit') && t('airlock.whyNot.submit')
  const submit = async () => {
    // What keeps the words from being saved is shown above the files.
    const kept = await contexts.flush().then(
      () => true,
      () => false,
    )
    if (kept) act.mutate('submit')
  }
  return (
    <>
      {act.error ? <Problem error={act.error} /> : null}
      {may('withdraw') && <Action onClick={() => setAsking('withdraw')}>{t('airlock.withdraw')}</Action>}
      {may('revoke') && (
        <Action danger onClick={() => setAsking('revoke')}>
          {t('airlock.revoke')}
        </Action>
      )}
      {may('decide') && (
        <LinkButton primary to={`/airlock/queue?open=${request.id}`}>
          {t('airlock.decide')}
        </LinkButton>
      )}
      {editing && <Preflight request={request} flush={contexts.flush} />}
      {editing && (
        <Action
          primary
          whyNot={whyNot}
          loading={act.isPending || contexts.saving}
          onClick={() => void submit()}
        >
          {t(request.state === 'returned' ? 'airlock.resubmit' : 'airlock.submit')}
        </Action>
      )}
      {may('release') && (
        <Action primary loading={act.isPending} onClick={() => act.mutate('release')}>
          {t('airlock.release')}
        </Action>
      )}
      {asking === 'withdraw' && (
        <ConfirmDialog
          title={t('airlock.withdraw')}
          explain={t('airlock.withdrawExplain')}
          confirm={t('airlock.withdraw')}
          danger
          pending={act.isPending}
          error={act.error}
          onClose={() => setAsking(null)}
          onConfirm={() => act.mutate('withdraw', { onSuccess: () => setAsking(null) })}
        />
      )}
      {asking === 'revoke' && (
        <ReasonDialog
          open
          title={t('airlock.revoke')}
          explain={t('airlock.revokeExplain')}
          reasons={REVOKING.map((one) => t(`airlock.revoking.${one}`))}
          confirm={t('airlock.revoke')}
          danger
          pending={revoke.isPending}
          error={revoke.error}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => revoke.mutate(reason, { onSuccess: () => setAsking(null) })}
        />
      )}
    </>
  )
}
