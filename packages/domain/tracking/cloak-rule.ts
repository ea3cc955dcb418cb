/** The distances and times of the neighbour cloak; decision 0021 says why they are what they are. */
export const cloakRule = {
  /** The lag on the way driven; as the crow flies it is less. */
  backMetres: { least: 20, most: 180 },
  /** Larger lags are drawn a little more often than small ones. */
  backExponent: 0.2,
  pastMetres: { least: 20, most: 80 },
  /** A van that gets on so slowly is not waited for any longer: the dot stays far enough behind. */
  restMillis: 6_000,
  /** Nor one that is measured so slow so near the next stop: it is about to stand there, and then measures seldom. */
  haltingMetresPerSecond: 3,
  /** How much faster than the van the dot comes after. */
  pace: { least: 1.5, most: 3 },
  /** Where it falls back it drives on slowly: a dot that halts while the van drives would look broken. */
  fallingBackPace: 0.2,
  /** The lag is whole within the first distance of the next stop, and none beyond the second. */
  nearMetres: 100,
  farMetres: 200,
  /** A van that has not moved for so long stands. */
  standingMillis: 12_000,
  /** Standing within this of the next stop, the van stands at it, also where the driver taps later. */
  atStopMetres: 60,
  /** Stops served without moving farther are served from one parking place: nothing is drawn anew. */
  sameParkingMetres: 10,
  /** Stops this near to each other are one place, whoever lives there. */
  samePlaceMetres: 5,
} as const;
