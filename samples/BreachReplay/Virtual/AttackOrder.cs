namespace BreachReplay.Virtual;

/// <summary>In which order somebody goes through the customers.</summary>
internal enum AttackOrder
{
    Sequential,
    Shuffled,
}
