import '../sign-in/sign-in.css'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { ApiError } from '../../api/error.ts'
import { useVerification } from '../../api/contracts.ts'
import { useSpace } from '../../api/session.ts'
import type { VerificationView } from '../../api/types.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { State } from '../../parts/state.tsx'

/** For anybody with a printed contract: the code in, and what the space says of it. No log-in. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: space } = useSpace()
  const [search, setSearch] = useSearchParams()
  const code = search.get('code') ?? ''
  const [typed, setTyped] = useState(code)
  const found = useVerification(code)
  const unknown = found.error instanceof ApiError && [400, 404, 422].includes(found.error.status)
  const look = () => {
    const next = typed.trim()
    if (next === code) void found.refetch()
    else setSearch(next ? { code: next } : {}, { replace: true })
  }
  return (
    <div className="door">
      <div className="door-top">
        {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
        <LanguageSwitch />
      </div>
      <main className="door-main" style={{ maxWidth: 720 }}>
        <div className="door-head">
          <img src="/seal.svg" alt="" />
          <h1>{t('shell.verifyContract')}</h1>
          <p className="muted">{name(space?.nameZh, space?.nameEn)}</p>
        </div>
        <div className="stack">
          <section className="card">
            <Form layout="vertical" requiredMark={false} onFinish={look}>
              <Form.Item
                label={t('verifyContract.code')}
                htmlFor="contract-code"
                extra={t('verifyContract.hint')}
              >
                <Input
                  id="contract-code"
                  className="mono"
                  maxLength={40}
                  autoComplete="off"
                  autoCapitalize="characters"
                  spellCheck={false}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </Form.Item>
              <Button type="primary" htmlType="submit" disabled={!typed.trim()} loading={found.isFetching}>
                {t('verifyContract.look')}
              </Button>
            </Form>
          </section>
          {code &&
            (unknown ? (
              <div className="why" role="status">
                <p>
                  <b className="head">
                    <span aria-hidden="true">⊘ </span>
                    {t('verifyContract.unknown')}
                  </b>
                </p>
                <p>{t('verifyContract.unknownHint')}</p>
              </div>
            ) : (
              <section className="card">
                <Loaded of={found}>{(data) => <Answer of={data} />}</Loaded>
              </section>
            ))}
          <div className="row">
            <LinkButton to="/sign-in">{t('verifyContract.toSignIn')}</LinkButton>
          </div>
        </div>
      </main>
    </div>
  )
}

function Answer({ of }: { readonly of: VerificationView }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <div className={`why ${of.intact ? 'ok' : ''}`} role="status">
        <p>
          <b className="head">
            <span aria-hidden="true">{of.intact ? '✓ ' : '⊘ '}</span>
            {t(of.intact ? 'verifyContract.good' : 'verifyContract.bad')}
          </b>
        </p>
        <p>{t(of.intact ? 'verifyContract.goodHint' : 'verifyContract.badHint')}</p>
      </div>
      <Facts
        one
        rows={[
          { key: 'state', name: t('contract.state'), value: <State kind="contract" value={of.state} /> },
          { key: 'number', name: t('contract.number'), value: <span className="mono">{of.number}</span> },
          { key: 'hash', name: t('contract.hash'), value: <span className="mono">{of.hash}</span> },
          ...of.parties.map((party, place) => ({
            key: `party-${place}`,
            name: t('verifyContract.party', { n: place + 1 }),
            value: (
              <>
                {party.name}
                <div className="row" style={{ marginTop: 4 }}>
                  <Chip
                    meaning={party.signatureValid === null ? 'none' : party.signatureValid ? 'seal' : 'no'}
                  >
                    {t(
                      party.signatureValid === null
                        ? 'contract.notSigned'
                        : party.signatureValid
                          ? 'contract.signatureValid'
                          : 'contract.signatureInvalid',
                    )}
                  </Chip>
                  {party.label && <Chip>{t(`contract.label.${party.label}`)}</Chip>}
                </div>
              </>
            ),
          })),
        ]}
      />
    </div>
  )
}
