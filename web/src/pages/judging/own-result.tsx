import './judging.css'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { type OwnResult, useAppeal, useOwnResult } from '../../api/contest-judging.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'

/** A team's own result of a round, from the moment of publication; and the way to appeal. */
export function Component() {
  const { t } = useFormat()
  const { id = '', round = '' } = useParams()
  const result = useOwnResult(id, round)
  return (
    <div className="stack">
      <Link to={`/enter/contests/${id}`}>{t('contestJudging.own.back')}</Link>
      <h1>{t('contestJudging.own.title')}</h1>
      <Loaded of={result}>
        {(of) =>
          of.state === 'pending' ? (
            <Empty title={t('contestJudging.own.pending')} hint={t('contestJudging.own.pendingHint')} />
          ) : (
            <>
              <Told of={of} />
              <Appeal id={id} round={round} of={of} />
            </>
          )
        }
      </Loaded>
    </div>
  )
}

function Told({ of }: { readonly of: OwnResult }) {
  const { t } = useFormat()
  const place = of.rank !== null && of.of !== null && t('contestJudging.own.of', { rank: of.rank, of: of.of })
  return (
    <Card
      title={t(of.on ? 'contestJudging.own.on' : 'contestJudging.own.off')}
      extra={
        <Chip meaning={of.on ? 'ok' : 'none'}>
          {t(`contestJudging.own.${of.on ? 'onShort' : 'offShort'}`)}
        </Chip>
      }
    >
      <div className="stack tight">
        <Facts
          one
          rows={[
            { key: 'at', name: t('contestJudging.published'), value: <When at={of.publishedAt} /> },
            ...(place ? [{ key: 'rank', name: t('contestJudging.rank'), value: place }] : []),
            ...(of.divisionRank === null
              ? []
              : [
                  {
                    key: 'division',
                    name: t('contestJudging.own.divisionRank'),
                    value: exact(of.divisionRank),
                  },
                ]),
            ...(of.score === null
              ? []
              : [{ key: 'score', name: t('contestJudging.score'), value: exact(of.score, 2) }]),
          ]}
        />
        {of.comments.map((comment, index) => (
          <blockquote key={index} className="judging-words">
            {comment}
          </blockquote>
        ))}
      </div>
    </Card>
  )
}

function Appeal({ id, round, of }: { readonly id: string; readonly round: string; readonly of: OwnResult }) {
  const { t } = useFormat()
  const appeal = useAppeal(id, round)
  const [text, setText] = useState('')
  if (of.appeal)
    return (
      <Card title={t('contestJudging.own.appeal')}>
        <div className="stack tight">
          <p>
            <Chip
              meaning={of.appeal.state === 'open' ? 'warn' : of.appeal.state === 'upheld' ? 'ok' : 'none'}
            >
              {t(`contestJudging.appeal.${of.appeal.state}`)}
            </Chip>{' '}
            <When at={of.appeal.decidedAt ?? of.appeal.createdAt} />
          </p>
          <p className="judging-words">{of.appeal.text}</p>
          {of.appeal.reason && (
            <p className="judging-words">{t('contestJudging.appealReason', { reason: of.appeal.reason })}</p>
          )}
        </div>
      </Card>
    )
  if (of.appealUntil === null || of.appealUntil <= Date.now()) return null
  return (
    <Card title={t('contestJudging.own.appeal')}>
      <div className="stack tight">
        <p>
          {t('contestJudging.own.appealAbout')} <When at={of.appealUntil} />
        </p>
        <Input.TextArea
          aria-label={t('contestJudging.own.appealText')}
          placeholder={t('contestJudging.own.appealText')}
          rows={5}
          maxLength={5000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div>
          <Button
            type="primary"
            disabled={text.trim().length < 10}
            loading={appeal.isPending}
            onClick={() => appeal.mutate(text.trim())}
          >
            {t('contestJudging.own.send')}
          </Button>
        </div>
        {appeal.error ? <Problem error={appeal.error} /> : null}
      </div>
    </Card>
  )
}
