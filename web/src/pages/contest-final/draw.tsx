import { Button, Input, Radio } from 'antd'
import { useState } from 'react'
import {
  type DrawView,
  useCommitDraw,
  useDraws,
  useFinalTeams,
  useMakeDraw,
  useVoidDraw,
} from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { Leaf } from '../../parts/say.tsx'

/** The lot in two presses: bind, then draw with the words that teams said. */
export function Draw({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const draws = useDraws(id)
  return (
    <Loaded of={draws}>
      {({ items }) => {
        const live = items.find(({ state }) => state !== 'void')
        return (
          <div className="stack">
            <Card
              title={t('contestFinal.draw')}
              extra={<LinkButton to={`/hall/${id}/draw`}>{t('contestFinal.howDraw')}</LinkButton>}
            >
              {live ? <Live key={live.id} id={id} of={live} /> : <Begin id={id} />}
            </Card>
            {items
              .filter(({ state }) => state === 'void')
              .map((one) => (
                <Card key={one.id} title={t('contestFinal.voided', { n: one.number })}>
                  <p>{one.reason}</p>
                  <p className="faint mono hash">{one.commit}</p>
                </Card>
              ))}
          </div>
        )
      }}
    </Loaded>
  )
}

function Begin({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const commit = useCommitDraw(id)
  const [scope, setScope] = useState<DrawView['scope']>('contest')
  return (
    <div className="stack tight">
      <p className="muted">{t('contestFinal.drawAbout')}</p>
      <Radio.Group
        aria-label={t('contestFinal.scope')}
        value={scope}
        onChange={(event) => setScope(event.target.value as DrawView['scope'])}
        options={[
          { value: 'contest', label: t('contestFinal.scopeAll') },
          { value: 'division', label: t('contestFinal.scopeDivision') },
        ]}
      />
      {commit.error ? <Problem error={commit.error} /> : null}
      <div>
        <Button type="primary" loading={commit.isPending} onClick={() => commit.mutate(scope)}>
          {t('contestFinal.commit')}
        </Button>
      </div>
    </div>
  )
}

/** More teams than this come in no final; all of them are named beside their word. */
const ALL = 200

function Live({ id, of }: { readonly id: string; readonly of: DrawView }) {
  const { t } = useFormat()
  const teams = useFinalTeams(id, { limit: ALL }, false)
  const make = useMakeDraw(id)
  const undo = useVoidDraw(id)
  const [words, setWords] = useState<Readonly<Record<string, string>>>({})
  const [asking, setAsking] = useState<'draw' | 'void' | null>(null)
  const nameOf = (team: string) => teams.data?.items.find(({ teamId }) => teamId === team)
  const bound = of.groups.flatMap((group) => group.teams)
  const spoken = bound.flatMap((teamId) => {
    const word = words[teamId]?.trim()
    return word ? [{ teamId, word }] : []
  })
  return (
    <div className="stack">
      <div className="row wrap">
        <Chip meaning={of.state === 'drawn' ? 'ok' : 'seal'}>{t(`contestFinal.drawState.${of.state}`)}</Chip>
        <span>
          {t('contestFinal.commitment')} <Leaf leaf={of.commitLeaf} />
        </span>
        {of.leaf !== null && (
          <span>
            {t('contestFinal.drawn')} <Leaf leaf={of.leaf} />
          </span>
        )}
      </div>
      <p className="mono hash">{of.commit}</p>
      {of.state === 'drawn' ? (
        <ol>
          {of.places.map((team) => (
            <li key={team}>
              {nameOf(team)?.name} <span className="faint">{nameOf(team)?.number}</span>
            </li>
          ))}
        </ol>
      ) : (
        <>
          <p className="muted">{t('contestFinal.wordsAbout')}</p>
          <div className="final-words">
            {bound.map((team) => (
              <Input
                key={team}
                aria-label={t('contestFinal.wordOf', { name: nameOf(team)?.name ?? '' })}
                prefix={<span className="faint">{nameOf(team)?.name}</span>}
                placeholder={t('contestFinal.word')}
                maxLength={40}
                disabled={of.state === 'closed'}
                value={words[team] ?? of.words.find(({ teamId }) => teamId === team)?.word ?? ''}
                onChange={(event) => setWords({ ...words, [team]: event.target.value })}
              />
            ))}
          </div>
          <div>
            <Button type="primary" onClick={() => setAsking('draw')}>
              {t('contestFinal.drawNow')}
            </Button>
          </div>
        </>
      )}
      <div>
        <Button type="text" danger onClick={() => setAsking('void')}>
          {t('contestFinal.void')}
        </Button>
      </div>
      {asking === 'draw' && (
        <ConfirmDialog
          title={t('contestFinal.drawNow')}
          explain={t('contestFinal.drawExplain', { count: spoken.length })}
          confirm={t('contestFinal.drawNow')}
          pending={make.isPending}
          error={make.error}
          onConfirm={() => make.mutate(spoken, { onSuccess: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
      <ReasonDialog
        open={asking === 'void'}
        title={t('contestFinal.void')}
        explain={t('contestFinal.voidExplain')}
        reasons={[t('contestFinal.voidReason.list'), t('contestFinal.voidReason.process')]}
        confirm={t('contestFinal.void')}
        danger
        pending={undo.isPending}
        error={undo.error}
        onConfirm={(reason) => undo.mutate(reason, { onSuccess: () => setAsking(null) })}
        onClose={() => setAsking(null)}
      />
    </div>
  )
}
