"""What a sales funnel is: values and rules, with the standard library only."""
