import './contests.css'
import { Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { EXAMPLES, useExample, useNewContest } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { fromField, inZone, toField } from './moment.ts'

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

/** The next midnight in a week: an organiser needs some days before entry opens. */
const soon = () => `${toField(Date.now() + 7 * DAY_MS, ZONE).slice(0, 10)}T00:00`

/** A new contest out of an example: title, address and first day are chosen here, everything else on its page. */
export function Component() {
  const { t, name } = useFormat()
  const navigate = useNavigate()
  const [example, setExample] = useState<string>(EXAMPLES[0])
  const [start, setStart] = useState(soon)
  const [code, setCode] = useState('')
  const [titles, setTitles] = useState({ titleZh: '', titleEn: '' })
  const startAt = fromField(start, ZONE)
  const chosen = useExample(example, startAt)
  const make = useNewContest()
  const whyNot = !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code)
    ? t('contest.whyNot.code')
    : titles.titleZh.trim() === '' || titles.titleEn.trim() === ''
      ? t('contest.whyNot.title')
      : startAt === null || !chosen.data
        ? t('contest.whyNot.start')
        : null
  const begin = () =>
    make.mutate(
      {
        code,
        scheme: {
          ...chosen.data!.scheme,
          titleZh: titles.titleZh.trim(),
          titleEn: titles.titleEn.trim(),
        },
      },
      { onSuccess: ({ id }) => void navigate(`/contests/${id}`) },
    )
  return (
    <Page
      title={t('contest.new')}
      sub={t('contest.newAbout')}
      actions={
        <Action primary whyNot={whyNot} loading={make.isPending} onClick={begin}>
          {t('contest.make')}
        </Action>
      }
    >
      <div className="stack">
        {make.error ? <Problem error={make.error} /> : null}
        <Card title={t('contest.form')}>
          <Radio.Group
            aria-label={t('contest.form')}
            value={example}
            onChange={({ target }) => setExample(String(target.value))}
            className="stack tight"
            options={EXAMPLES.map((value) => ({ value, label: t(`contest.example.${value}`) }))}
          />
        </Card>
        <Card title={t('contest.names')}>
          <Form layout="vertical" component="div">
            <div className="grid g11">
              <Form.Item label={t('contest.titleZh')} htmlFor="contest-zh">
                <Input
                  id="contest-zh"
                  value={titles.titleZh}
                  maxLength={200}
                  onChange={({ target }) => setTitles({ ...titles, titleZh: target.value })}
                />
              </Form.Item>
              <Form.Item label={t('contest.titleEn')} htmlFor="contest-en">
                <Input
                  id="contest-en"
                  value={titles.titleEn}
                  maxLength={200}
                  onChange={({ target }) => setTitles({ ...titles, titleEn: target.value })}
                />
              </Form.Item>
              <Form.Item label={t('contest.code')} htmlFor="contest-code" extra={t('contest.codeHint')}>
                <Input
                  id="contest-code"
                  value={code}
                  maxLength={40}
                  onChange={({ target }) => setCode(target.value.trim().toLowerCase())}
                />
              </Form.Item>
              <Form.Item label={t('contest.start')} htmlFor="contest-start" extra={t('contest.startHint')}>
                <Input
                  id="contest-start"
                  type="datetime-local"
                  value={start}
                  onChange={({ target }) => setStart(target.value)}
                />
              </Form.Item>
            </div>
          </Form>
        </Card>
        {startAt !== null && (
          <Card title={t('contest.preview')}>
            <Loaded of={chosen}>
              {({ scheme, sources, assumed }) => (
                <div className="stack tight">
                  <p>
                    {t('contest.previewWords', {
                      divisions: scheme.divisions.length,
                      rounds: scheme.rounds.length,
                      awards: scheme.awards.length,
                    })}
                  </p>
                  <ul className="contest-list">
                    {scheme.rounds.map((round) => (
                      <li key={round.code}>
                        {t('contest.span', {
                          name: name(round.titleZh, round.titleEn),
                          from: inZone(round.submission.opensAt, scheme.timeZone),
                          to: inZone(round.submission.closesAt, scheme.timeZone),
                        })}
                      </li>
                    ))}
                    {scheme.final && (
                      <li>
                        {t('contest.span', {
                          name: t('contest.final'),
                          from: inZone(scheme.final.opensAt, scheme.timeZone),
                          to: inZone(scheme.final.closesAt, scheme.timeZone),
                        })}
                      </li>
                    )}
                  </ul>
                  <details>
                    <summary>{t('contest.sources')}</summary>
                    <ul className="contest-list" lang="en">
                      {sources.map((text) => (
                        <li key={text}>{text}</li>
                      ))}
                    </ul>
                    <p>{t('contest.assumed')}</p>
                    <ul className="contest-list" lang="en">
                      {assumed.map((text) => (
                        <li key={text}>{text}</li>
                      ))}
                    </ul>
                  </details>
                </div>
              )}
            </Loaded>
          </Card>
        )}
      </div>
    </Page>
  )
}
