import './contest-after.css'
import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { type ResultView, useResult, useResultChange } from '../../api/contest-after.ts'
import { date, money } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { GreenCard } from './result-green.tsx'
import { WishCards } from './result-wishes.tsx'

/** A team's own result, on a phone first: the award, its certificate, and what comes of it. */
export function Component() {
  const { t } = useFormat()
  const { id = '' } = useParams()
  const result = useResult(id)
  useEffect(() => {
    document.title = t('contestAfter.result')
  }, [t])
  return (
    <>
      <Link to={`/enter/contests/${id}`}>{t('contestAfter.back')}</Link>
      <Loaded of={result} lines={8}>
        {(found) => <Result result={found} />}
      </Loaded>
    </>
  )
}

function Result({ result }: { readonly result: ResultView }) {
  const { t, name } = useFormat()
  const { award, contestId } = result
  if (result.publishedAt === null)
    return (
      <>
        <h1>{name(result.titleZh, result.titleEn)}</h1>
        <Empty title={t('contestAfter.notYet')} hint={t('contestAfter.notYetHint')} />
      </>
    )
  return (
    <>
      <h1>{name(result.titleZh, result.titleEn)}</h1>
      <section className="card" aria-labelledby="result-award">
        <h2 id="result-award">{t('contestAfter.result')}</h2>
        <p>
          {result.team} · {result.title}
        </p>
        {award ? (
          <>
            <p className="after-big">{name(award.titleZh, award.titleEn)}</p>
            <p className="muted">
              {name(award.divisionZh, award.divisionEn)} · {date(result.publishedAt)}
              {award.prizeFen > 0 && ` · ${money(award.prizeFen, 'CNY')}`}
            </p>
            {award.recommend && <Chip meaning="ok">{t('contestAfter.recommend')}</Chip>}
            {award.revokedAt === null ? (
              <Certificate result={result} award={award} />
            ) : (
              <p className="why" role="alert">
                {t('contestAfter.revokedBecause', { reason: award.revokeReason ?? '' })}
              </p>
            )}
          </>
        ) : (
          <p>{t('contestAfter.noAward')}</p>
        )}
      </section>
      {award && award.revokedAt === null && (
        <>
          <Showcase result={result} />
          <GreenCard result={result} />
        </>
      )}
      <WishCards contestId={contestId} captain={result.captain} />
    </>
  )
}

interface CertificateProps {
  readonly result: ResultView
  readonly award: NonNullable<ResultView['award']>
}

function Certificate({ result: { contestId, code }, award }: CertificateProps) {
  const { t } = useFormat()
  if (!award.certificate) return <p className="muted">{t('contestAfter.certificateComing')}</p>
  return (
    <div className="my-buttons">
      <Button type="primary" block href={`/api/contest/${contestId}/certificate`}>
        {t('contestAfter.downloadCertificate')}
      </Button>
      <Button block href={`/api/contest/${contestId}/certificate/receipt`}>
        {t('contestAfter.downloadReceipt')}
      </Button>
      <a href={`/contest/${code}/certificates/${award.number}`}>{t('contestAfter.verifyPage')}</a>
    </div>
  )
}

function Showcase({ result }: { readonly result: ResultView }) {
  const { t } = useFormat()
  const change = useResultChange(result.contestId)
  const [text, setText] = useState(result.showcase?.summary ?? '')
  const problem = change.show.error ?? change.hide.error
  return (
    <section className="card" aria-labelledby="result-show">
      <h2 id="result-show">{t('contestAfter.showcase')}</h2>
      <p className="muted">{t('contestAfter.showcaseHint')}</p>
      {result.captain ? (
        <>
          <Input.TextArea
            aria-labelledby="result-show"
            rows={4}
            maxLength={1000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          {problem ? <Problem error={problem} /> : null}
          <div className="my-buttons">
            <Button
              type="primary"
              block
              loading={change.show.isPending}
              disabled={text.trim() === '' || text.trim() === result.showcase?.summary}
              onClick={() => change.show.mutate(text.trim())}
            >
              {t('contestAfter.agreeToShow')}
            </Button>
            {result.showcase && (
              <Button block loading={change.hide.isPending} onClick={() => change.hide.mutate()}>
                {t('contestAfter.stopShowing')}
              </Button>
            )}
          </div>
        </>
      ) : (
        <p className="after-text">{result.showcase?.summary ?? t('contestAfter.notShown')}</p>
      )}
    </section>
  )
}
