export const standing = {
  title: 'Standing',
  tag: 'Tag of the session',
  allTags: 'All sessions',
  emptyTitle: 'No votes yet',
  emptyTag: 'No votes in sessions tagged “{tag}”',
  emptyLead:
    'Send one input to several models, open “Compare answers” beside it, and vote for the best. Here you will see which models you prefer.',
  votes: 'Based on your vote. | Based on your {count} votes.',
  tooFew: 'Too few votes to be sure of every place. The ranges show how sure it is.',
  uncertain: 'too few votes to tell',
  model: 'Model',
  strength: 'Preferred over the average',
  interval: '{low} to {high}',
  wins: 'Wins',
  ties: 'Ties',
  losses: 'Losses',
  voteCount: 'Votes',
  countsTitle: 'What counts',
  countsVotes: 'Votes on answers of two or more different models, as they were when you voted.',
  countsBest:
    'The best answer wins against each answer of another model; those are not ranked among each other.',
  countsTies: 'If all were equally good, or none was good, each pair is a tie: half a win for both.',
  countsStrength:
    'The percentage is the chance to be preferred over an average one of these models, by a Bradley-Terry model; the true value is in the range with 95% probability.',
  countsMine: 'These are your votes alone. Votes in deleted sessions do not count.',
}
