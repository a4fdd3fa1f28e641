import { useEffect, useRef, useState } from 'react'
import type { EntryProof } from '../../../api/log.ts'
import { oneUp } from './climb.ts'
import { hashOfLeaf } from './tree-hash.ts'

const PACE_MS = 350
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** The hashes that this browser has computed so far, from the leaf up. Nothing of the server's answer but the siblings goes in. */
export function useClimb(entry: string, proof: EntryProof) {
  const [hashes, setHashes] = useState<readonly string[]>([])
  const [running, setRunning] = useState(false)
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  const height = proof.path.length
  const next = async (held: readonly string[]): Promise<readonly string[]> => {
    const last = held.at(-1)
    const hash =
      last === undefined ? await hashOfLeaf(entry) : await oneUp(last, proof.path[held.length - 1]!)
    return [...held, hash]
  }
  const step = async () => {
    if (hashes.length <= height) setHashes(await next(hashes))
  }
  const run = async () => {
    setRunning(true)
    let held: readonly string[] = []
    while (held.length <= height && !left.current) {
      held = await next(held)
      setHashes(held)
      if (!calm()) await new Promise((resolve) => setTimeout(resolve, PACE_MS))
    }
    setRunning(false)
  }
  const done = hashes.length > height
  return {
    hashes,
    running,
    done,
    /** Null before the top is reached. */
    same: done ? hashes[0] === proof.leafHash && hashes.at(-1) === proof.root : null,
    step,
    run,
    reset: () => setHashes([]),
  }
}
