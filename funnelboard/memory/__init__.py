"""What is kept between two keys, two sessions and two kills: where one was, and text not yet submitted."""
